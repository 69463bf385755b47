// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

/**
 * The source of random bytes: a port, so that a simulation can replace it.
 *
 * <p>Safe from any thread. What comes out of a real one is fit for keys.
 */
public interface Entropy {
  /** Fills {@code target} with random bytes. */
  void fill(byte[] target);

  /** Returns {@code count} random bytes in a new array. */
  default byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    fill(bytes);
    return bytes;
  }
}
