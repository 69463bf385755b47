// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.application.history.HistoryQueries.Range;
import io.quorumkeep.node.application.history.KeyEvents;
import io.quorumkeep.node.application.history.TrailPage;

/** Page tokens of walks over histories: two numbers, where others have the id of an item. */
final class HistoryTokens {
  private static final char BETWEEN = '-';
  private static final int MAX_ORDINAL = 0xff;

  private HistoryTokens() {}

  /** The token of the page after {@code page}; empty if there is none. */
  static String after(String list, TrailPage page) {
    return page.more() ? PageToken.of(list, page.to() + 1 + "" + BETWEEN + page.end()) : "";
  }

  /** Where a walk goes on, or {@code first} if there is no token. */
  static Range range(String list, String token, Range first) {
    if (token.isEmpty()) {
      return first;
    }
    long[] numbers = numbers(list, token);
    if (numbers[0] < 1 || numbers[1] < numbers[0]) {
      throw PageToken.invalid();
    }
    return new Range(numbers[0], numbers[1]);
  }

  static String of(String list, KeyEvents.Position last) {
    return PageToken.of(list, last.sequence() + "" + BETWEEN + last.ordinal());
  }

  static KeyEvents.Position position(String list, String token) {
    if (token.isEmpty()) {
      return KeyEvents.Position.START;
    }
    long[] numbers = numbers(list, token);
    if (numbers[0] < 1 || numbers[1] > MAX_ORDINAL) {
      throw PageToken.invalid();
    }
    return new KeyEvents.Position(numbers[0], (int) numbers[1]);
  }

  private static long[] numbers(String list, String token) {
    String text = PageToken.read(list, token);
    int between = text.indexOf(BETWEEN);
    try {
      return new long[] {
        Long.parseLong(text.substring(0, Math.max(0, between))),
        Long.parseLong(text.substring(between + 1))
      };
    } catch (NumberFormatException e) {
      throw PageToken.invalid();
    }
  }
}
