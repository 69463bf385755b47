// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.Moment;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Reads moments: a time, or the number of an audit record. */
final class Moments {
  static final String FORM = "A time as RFC 3339, or the number of an audit record.";

  private static final int MAX_DIGITS = 18;

  private Moments() {}

  static Moment parse(String text) {
    if (text.length() <= MAX_DIGITS && text.matches("[1-9][0-9]*")) {
      return Moment.afterRecord(Long.parseLong(text));
    }
    try {
      return Moment.at(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw new UsageException(
          "not a moment: \""
              + text
              + "\"; write 2026-03-01T12:00:00Z, or the number of an audit record",
          e);
    }
  }
}
