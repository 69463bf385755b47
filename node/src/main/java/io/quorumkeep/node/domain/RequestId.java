// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

import java.util.UUID;

/** The caller's name for one request: 128 bits, written as a UUID (RFC 9562). */
public record RequestId(long high, long low) {
  private static final int LENGTH = 36;

  /**
   * Reads a UUID in its 36-character form.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static RequestId parse(String text) {
    // UUID.fromString also takes groups of other lengths, and signs.
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException("a request_id is a UUID of 36 characters");
    }
    UUID uuid = UUID.fromString(text);
    return new RequestId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  private static boolean isWellFormed(String text) {
    boolean good = text.length() == LENGTH;
    for (int i = 0; good && i < LENGTH; i++) {
      char c = text.charAt(i);
      good = (i == 8 || i == 13 || i == 18 || i == 23) ? c == '-' : isHexDigit(c);
    }
    return good;
  }

  private static boolean isHexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
