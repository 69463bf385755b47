// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.config;

import java.time.Duration;

/**
 * How long a member waits to hear from a leader before it calls an election: a random time between
 * the two, so that members seldom call at once. The leader speaks every half of {@code min}.
 */
public record ElectionTimeouts(Duration min, Duration max) {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** A leader that was killed is replaced in about a second, and a pause of 0.4 s is forgiven. */
  public static final ElectionTimeouts DEFAULT =
      new ElectionTimeouts(Duration.ofMillis(500), Duration.ofMillis(1000));

  public ElectionTimeouts {
    if (min.compareTo(SHORTEST) < 0 || max.compareTo(LONGEST) > 0 || min.compareTo(max) >= 0) {
      throw new IllegalArgumentException(
          "election timeouts rise from at least "
              + SHORTEST
              + " to at most "
              + LONGEST
              + ", not from "
              + min
              + " to "
              + max);
    }
  }
}
