// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a version may protect, and how long process, counted from its activation: the
 * originator-usage and recipient-usage periods of NIST SP 800-57 Part 1 Rev. 5, section 5.3.4.
 *
 * @param originatorUsage null for without end
 * @param recipientUsage null for without end; not shorter than the other
 */
public record UsagePeriods(@Nullable Duration originatorUsage, @Nullable Duration recipientUsage) {
  public static final UsagePeriods WITHOUT_END = new UsagePeriods(null, null);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(36_525);

  public UsagePeriods {
    check(originatorUsage, "originator_usage_period");
    check(recipientUsage, "recipient_usage_period");
    if (recipientUsage != null
        && (originatorUsage == null || recipientUsage.compareTo(originatorUsage) < 0)) {
      throw new IllegalArgumentException(
          "recipient_usage_period must not be shorter than originator_usage_period");
    }
  }

  /** The cryptoperiod of a version that is activated at {@code activation}. */
  public Cryptoperiod startingAt(Instant activation) {
    return new Cryptoperiod(
        activation,
        originatorUsage == null ? Instant.MAX : activation.plus(originatorUsage),
        recipientUsage == null ? Instant.MAX : activation.plus(recipientUsage));
  }

  static void check(@Nullable Duration period, String what) {
    if (period != null && (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(what + " is from one second to one hundred years");
    }
  }
}
