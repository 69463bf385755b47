// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from {@code initial} to {@code max}, of which
 * a random half is taken off so that many clients do not come back at once.
 */
record Backoff(Duration initial, Duration max) {
  /** From 20 ms to half a second: a dozen attempts span an election and more. */
  static final Backoff DEFAULT = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));

  private static final int MAX_DOUBLINGS = 20;

  /** The wait in nanoseconds after {@code attempts} attempts have failed, at least one. */
  long nanosAfter(int attempts, RandomGenerator random) {
    long doubled = initial.toNanos() << Math.min(attempts - 1, MAX_DOUBLINGS);
    long full = Math.min(doubled, max.toNanos());
    return full / 2 + random.nextLong(full / 2 + 1);
  }
}
