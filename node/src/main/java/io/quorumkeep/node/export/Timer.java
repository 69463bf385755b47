// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import java.time.Duration;

/** Runs things later: the port to a clock that a simulation can hold in its hand. */
@FunctionalInterface
public interface Timer {
  /** Runs {@code task} once, on any thread, not before {@code delay} has passed. */
  void after(Duration delay, Runnable task);
}
