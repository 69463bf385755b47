// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.fake;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.quorumkeep.v1.Key;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyState;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResponse;

/** Answers as a node gives them. */
public final class Answers {
  /** 32 bytes, 0 to 31. */
  public static final byte[] MATERIAL = material();

  /** When everything happens. */
  public static final Timestamp NOON = Timestamp.newBuilder().setSeconds(1_772_366_400).build();

  private Answers() {}

  /** A release of whatever key was asked for, in version 3. */
  public static RetrieveKeyResponse released(Message request) {
    return RetrieveKeyResponse.newBuilder()
        .setName(((RetrieveKeyRequest) request).getName() + "/versions/3")
        .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
        .setState(KeyState.KEY_STATE_ACTIVE)
        .setMaterial(ByteString.copyFrom(MATERIAL))
        .setAuditSequence(42)
        .build();
  }

  /** An active key. */
  public static Key key(String name) {
    return Key.newBuilder()
        .setName(name)
        .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
        .setState(KeyState.KEY_STATE_ACTIVE)
        .setCurrentVersion(3)
        .setCreateTime(NOON)
        .setCreator("spiffe://example.org/admin")
        .putLabels("team", "pay")
        .setEtag("e1")
        .build();
  }

  private static byte[] material() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
