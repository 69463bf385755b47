// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import io.quorumkeep.node.application.Time;
import java.time.Duration;
import java.time.Instant;

/** The machine's clocks, of which the wall clock can be moved. */
final class AdjustableTime implements Time {
  private volatile Duration ahead = Duration.ZERO;

  void advance(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public Instant now() {
    return Instant.now().plus(ahead);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
