// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

import java.util.UUID;

/** The caller's name for one request: 128 bits, written as a UUID (RFC 9562). */
public record RequestId(long high, long low) {
  /**
   * Reads a UUID in its 36-character form.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static RequestId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("a request_id is a UUID of 36 characters");
    }
    try {
      UUID uuid = UUID.fromString(text);
      return new RequestId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a request_id is a UUID of 36 characters", e);
    }
  }

  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
