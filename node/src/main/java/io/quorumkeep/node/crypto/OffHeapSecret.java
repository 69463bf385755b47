// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A secret that lives as long as the process: kept in a direct buffer, where the collector neither
 * moves nor copies it, and zeroized on {@link #close()}.
 *
 * <p>Each use puts the bytes on the heap for the length of one call and zeroizes that copy. The
 * pages are not locked: Java 17 has no call for it, so swap must be off on the host.
 *
 * <p>Safe from any thread.
 */
public final class OffHeapSecret implements AutoCloseable {
  private final ByteBuffer buffer;
  private boolean closed;

  private OffHeapSecret(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /** Moves {@code secret} off the heap and closes it. */
  public static OffHeapSecret take(SecretBytes secret) {
    try (secret) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(secret.length());
      secret.lend(bytes -> buffer.put(0, bytes));
      return new OffHeapSecret(buffer);
    }
  }

  /**
   * Lends a copy to {@code borrower}, which must not keep it: it is zeroized afterwards.
   *
   * @throws IllegalStateException if the secret was closed
   */
  public <R> R lend(Function<byte[], R> borrower) {
    byte[] copy = new byte[length()];
    try {
      if (!copyTo(copy)) {
        throw new IllegalStateException("the secret was zeroized");
      }
      return borrower.apply(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  /** Copies into {@code target}, which has the secret's length; false if it was closed. */
  synchronized boolean copyTo(byte[] target) {
    if (closed) {
      return false;
    }
    buffer.get(0, target);
    return true;
  }

  /** The number of bytes. */
  public int length() {
    return buffer.capacity();
  }

  @Override
  public synchronized void close() {
    closed = true;
    buffer.put(0, new byte[buffer.capacity()]);
  }

  @Override
  public String toString() {
    return "OffHeapSecret(" + length() + " bytes, redacted)";
  }
}
