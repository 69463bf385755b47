// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a key is rotated without being asked: whatever comes first of what is set.
 *
 * @param period from one rotation to the next, one second to a hundred years; null for none
 * @param operations protecting operations of the current version; 0 for no bound
 * @param bytes bytes protected by the current version; 0 for no bound
 */
public record RotationPolicy(@Nullable Duration period, long operations, long bytes) {
  /** Only when asked. */
  public static final RotationPolicy MANUAL = new RotationPolicy(null, 0, 0);

  public RotationPolicy {
    UsagePeriods.check(period, "rotation_policy.period");
    if (operations < 0 || bytes < 0) {
      throw new IllegalArgumentException("rotation_policy counts operations and bytes from 0");
    }
  }

  /** Whether a version that was used so is to be replaced. */
  public boolean isReachedBy(Usage usage) {
    return (operations > 0 && usage.operations() >= operations)
        || (bytes > 0 && usage.bytes() >= bytes);
  }

  /** The first rotation of a key that is activated, or given this policy, at {@code now}. */
  @Nullable Instant firstAfter(Instant now) {
    return period == null ? null : now.plus(period);
  }

  /**
   * The rotation after one at {@code now}. One that was not due yet stays where it is: whoever
   * rotates by hand does not move the schedule.
   *
   * @param scheduled when the next one was to be, or null
   */
  @Nullable Instant nextAfter(@Nullable Instant scheduled, Instant now) {
    if (period == null) {
      return null;
    }
    if (scheduled == null) {
      return now.plus(period);
    }
    if (scheduled.isAfter(now)) {
      return scheduled;
    }
    long missed = Duration.between(scheduled, now).toMillis() / period.toMillis();
    return scheduled.plus(period.multipliedBy(missed + 1));
  }
}
