// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quorumkeep.node.domain.CorruptLogException;

/** Turns every way in which stored bytes can be wrong into the one exception for damage. */
final class Guarded {
  private Guarded() {}

  static <T> T decode(String what, Decoder<T> decoder) {
    try {
      return decoder.decode();
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new CorruptLogException("cannot read " + what, e);
    }
  }

  @FunctionalInterface
  interface Decoder<T> {
    T decode() throws InvalidProtocolBufferException;
  }
}
