// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import java.util.Arrays;
import java.util.function.Consumer;

/** Ways in which stored bytes go bad. */
public final class Damage {
  private Damage() {}

  /** Gives {@code reader} the bytes with each bit flipped, one at a time. */
  public static void flipEveryBit(byte[] bytes, Consumer<byte[]> reader) {
    for (int i = 0; i < bytes.length * Byte.SIZE; i++) {
      byte[] flipped = bytes.clone();
      flipped[i / Byte.SIZE] ^= (byte) (1 << i % Byte.SIZE);
      reader.accept(flipped);
    }
  }

  /** Gives {@code reader} every part of the bytes that begins where they begin, but all of them. */
  public static void cutEverywhere(byte[] bytes, Consumer<byte[]> reader) {
    for (int length = 0; length < bytes.length; length++) {
      reader.accept(Arrays.copyOf(bytes, length));
    }
  }
}
