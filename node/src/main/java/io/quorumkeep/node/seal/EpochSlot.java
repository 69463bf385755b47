// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One of the two copies in an epoch file: what is sealed, for which cluster, which writing of it,
 * and a digest over all of it, unused bytes included.
 */
final class EpochSlot {
  /** The length of a slot in bytes: one block of the file system, so that a torn one is alone. */
  static final int BYTES = 4096;

  /** The length of a cluster id in bytes: a UUID in text form. */
  static final int CLUSTER_ID_BYTES = 36;

  private static final int DIGEST_BYTES = 32;
  private static final int DIGEST_AT = BYTES - DIGEST_BYTES;
  private static final long MAGIC = 0x514b45504f434831L; // "QKEPOCH1"
  private static final int SEALED_AT = 2 * Long.BYTES + CLUSTER_ID_BYTES + Integer.BYTES;

  private final long generation;
  private final String clusterId;
  private final byte[] sealed;

  EpochSlot(long generation, String clusterId, byte[] sealed) {
    if (sealed.length > DIGEST_AT - SEALED_AT) {
      throw new IllegalArgumentException(
          "sealed epoch secrets of " + sealed.length + " bytes do not fit the epoch file");
    }
    this.generation = generation;
    this.clusterId = clusterId;
    this.sealed = sealed;
  }

  long generation() {
    return generation;
  }

  String clusterId() {
    return clusterId;
  }

  byte[] sealed() {
    return sealed;
  }

  /** All {@link #BYTES} of it: writing them leaves nothing of what was there before. */
  byte[] encode() {
    byte[] slot = new byte[BYTES];
    ByteBuffer.wrap(slot)
        .putLong(MAGIC)
        .putLong(generation)
        .put(clusterId.getBytes(StandardCharsets.US_ASCII))
        .putInt(sealed.length)
        .put(sealed);
    byte[] digest = digest(slot);
    System.arraycopy(digest, 0, slot, DIGEST_AT, DIGEST_BYTES);
    return slot;
  }

  /** Returns the slot, or null if it is not whole. */
  static @Nullable EpochSlot decode(byte[] slot) {
    byte[] digest = Arrays.copyOfRange(slot, DIGEST_AT, BYTES);
    ByteBuffer buffer = ByteBuffer.wrap(slot);
    if (buffer.getLong() != MAGIC || !MessageDigest.isEqual(digest, digest(slot))) {
      return null;
    }
    long generation = buffer.getLong();
    byte[] cluster = new byte[CLUSTER_ID_BYTES];
    buffer.get(cluster);
    int length = buffer.getInt();
    if (length < 0 || length > DIGEST_AT - SEALED_AT) {
      return null;
    }
    byte[] sealed = new byte[length];
    buffer.get(sealed);
    return new EpochSlot(generation, new String(cluster, StandardCharsets.US_ASCII), sealed);
  }

  private static byte[] digest(byte[] slot) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(slot, 0, DIGEST_AT);
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
