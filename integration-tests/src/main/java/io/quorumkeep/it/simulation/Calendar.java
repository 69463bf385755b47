// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import java.time.Duration;
import java.time.Instant;

/**
 * The true time of day. A run lasts seconds and the life of a key years, so between two events the
 * calendar leaps ahead, as it does for a cluster that nobody asks anything for a while.
 */
final class Calendar {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final EventLoop loop;
  private Duration leapt = Duration.ZERO;

  Calendar(EventLoop loop) {
    this.loop = loop;
  }

  Instant now() {
    return START.plus(leapt).plusNanos(loop.nowNanos());
  }

  void leap(Duration by) {
    leapt = leapt.plus(by);
  }
}
