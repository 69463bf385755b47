// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.audit;

import io.quorumkeep.node.domain.Sha256;
import java.util.Arrays;

/**
 * The end of the audit chain: {@code head = SHA-256(previous head ‖ SHA-256(record))}, beginning
 * with 32 zero bytes before record 1.
 *
 * @param sequence of the last record; 0 before the first
 * @param digest 32 bytes; nobody changes them
 */
public record ChainHead(long sequence, byte[] digest) {
  private static final int DIGEST_BYTES = 32;
  private static final byte[] NOTHING = new byte[0];

  public ChainHead {
    if (sequence < 0 || digest.length != DIGEST_BYTES) {
      throw new IllegalArgumentException("a chain head has a sequence and 32 bytes");
    }
  }

  /** Before the first record. */
  public static ChainHead start() {
    return new ChainHead(0, new byte[DIGEST_BYTES]);
  }

  /** The head after the next record, given in its canonical encoding. */
  public ChainHead next(byte[] canonical, Sha256 sha256) {
    byte[] leaf = sha256.digest(canonical, NOTHING);
    return new ChainHead(Math.addExact(sequence, 1), sha256.digest(digest, leaf));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChainHead that
        && sequence == that.sequence
        && Arrays.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }
}
