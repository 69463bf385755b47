// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock by which requests are forgotten. Log time will not do: a leader whose wall clock is
 * years ahead for a moment would make the cluster forget every request, and one that comes again
 * would take effect twice. So this clock goes by the steps of the leaders' clocks from entry to
 * entry, where none counts for less than nothing or for more than a minute. It may be slow, which
 * only keeps more; it is fast by at most a minute for each jump.
 *
 * @param proposedAt the leader's clock in the last entry
 * @param age since the first entry
 */
public record RequestClock(Instant proposedAt, Duration age) {
  /** Before the first entry. */
  public static final RequestClock START = new RequestClock(Instant.EPOCH, Duration.ZERO);

  private static final Duration LONGEST_STEP = Duration.ofMinutes(1);

  public RequestClock {
    if (age.isNegative()) {
      throw new IllegalArgumentException("the request clock does not run backwards");
    }
  }

  /** The clock after an entry that a leader proposed at {@code time} of its own. */
  public RequestClock at(Instant time) {
    Duration step = Duration.between(proposedAt, time);
    if (step.isNegative()) {
      step = Duration.ZERO;
    } else if (step.compareTo(LONGEST_STEP) > 0) {
      step = LONGEST_STEP;
    }
    return new RequestClock(time, age.plus(step));
  }
}
