// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import java.time.Duration;

/**
 * Runs tasks one after the other on one thread, now or later. In the simulation, all nodes share
 * one.
 */
public interface Scheduler {
  void execute(Runnable task);

  void after(Duration delay, Runnable task);
}
