// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as operators write them: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 24h}. */
final class DurationText {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private DurationText() {}

  /**
   * Parses a whole number with its unit.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration");
    }
    return Duration.of(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
  }

  /** The shortest form that parses to {@code duration}, which is whole milliseconds. */
  static String format(Duration duration) {
    for (String suffix : new String[] {"d", "h", "m", "s"}) {
      Duration unit = unit(suffix).getDuration();
      if (duration.compareTo(unit) >= 0 && duration.toMillis() % unit.toMillis() == 0) {
        return duration.dividedBy(unit) + suffix;
      }
    }
    return duration.toMillis() + "ms";
  }

  private static ChronoUnit unit(String suffix) {
    return switch (suffix) {
      case "ms" -> ChronoUnit.MILLIS;
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      case "d" -> ChronoUnit.DAYS;
      default -> throw new IllegalArgumentException("not a unit of time: " + suffix);
    };
  }
}
