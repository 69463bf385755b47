// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list, as many items as were asked for and fit.
 *
 * @param messages the items
 * @param more whether there are items after them
 */
record Page<T extends MessageLite>(List<T> messages, boolean more) {
  /** A client takes four times as much by default. */
  static final int MAX_BYTES = 1 << 20;

  /**
   * Encodes items until there are enough.
   *
   * @param items one more than {@code size}, if there are so many
   */
  static <S, T extends MessageLite> Page<T> of(List<S> items, int size, Function<S, T> encoder) {
    List<T> messages = new ArrayList<>(Math.min(items.size(), size));
    int bytes = 0;
    for (S item : items) {
      if (messages.size() == size) {
        return new Page<>(messages, true);
      }
      T message = encoder.apply(item);
      bytes += message.getSerializedSize();
      if (bytes > MAX_BYTES && !messages.isEmpty()) {
        return new Page<>(messages, true);
      }
      messages.add(message);
    }
    return new Page<>(messages, false);
  }
}
