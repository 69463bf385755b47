// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.it.simulation.EventLoop.Scope;
import io.quorumkeep.node.application.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;

/** A thread of a process: runs what it is given in order, each a little later. */
final class InOrder implements Scheduler, Executor {
  private final EventLoop loop;
  private final Scope life;
  private final Dice dice;
  private final long mostNanos;
  private long lastNanos;

  InOrder(EventLoop loop, Scope life, Dice dice, long mostNanos) {
    this.loop = loop;
    this.life = life;
    this.dice = dice;
    this.mostNanos = mostNanos;
  }

  @Override
  public void execute(Runnable task) {
    after(0, task);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    // Timers of a thread are not ordered among each other.
    loop.after(delay.toNanos(), life, () -> execute(task));
  }

  void after(long delayNanos, Runnable task) {
    long now = loop.nowNanos();
    lastNanos = Math.max(lastNanos + 1, now + delayNanos + dice.between(0, mostNanos));
    loop.after(lastNanos - now, life, task);
  }
}
