// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Key material in the clear, held for one operation and zeroized on {@link #close()}.
 *
 * <p>Never put this in a record, an event, a log line or a collection. There is no getter: callers
 * borrow the bytes, so that a review can find every place that sees them by searching for {@code
 * lend}. The collector may have copied the array before it is zeroized; nothing on the heap can
 * promise more.
 *
 * <p>For one thread at a time.
 */
public final class SecretBytes implements AutoCloseable {
  private final byte[] bytes;
  private boolean closed;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes ownership of {@code bytes}: the caller must not touch the array again. */
  public static SecretBytes takeOwnership(byte[] bytes) {
    return new SecretBytes(bytes);
  }

  /**
   * Lends the bytes to {@code borrower}, which must not keep them.
   *
   * @throws IllegalStateException if the material was zeroized
   */
  public <R> R lend(Function<byte[], R> borrower) {
    if (closed) {
      throw new IllegalStateException("key material was zeroized");
    }
    return borrower.apply(bytes);
  }

  /** The number of bytes; known even after they were zeroized. */
  public int length() {
    return bytes.length;
  }

  /** Zeroizes. Closing again does nothing more. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "SecretBytes(" + bytes.length + " bytes, redacted)";
  }
}
