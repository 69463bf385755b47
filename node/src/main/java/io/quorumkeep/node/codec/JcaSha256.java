// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.node.domain.Sha256;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 by the JDK, which is several times faster than any other here. For one thread. */
public final class JcaSha256 implements Sha256 {
  private final MessageDigest digest = newDigest();

  @Override
  public byte[] digest(byte[] first, byte[] second) {
    digest.update(first);
    return digest.digest(second);
  }

  /** A digest to which bytes can be added piece by piece. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
