// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Virtual time: tasks in the order of their moments, and at one moment in an order that the seed
 * decides. Nothing else runs anything.
 */
final class EventLoop {
  private static final Comparator<Event> ORDER =
      Comparator.comparingLong(Event::atNanos)
          .thenComparingLong(Event::tie)
          .thenComparingLong(Event::number);

  private final PriorityQueue<Event> events = new PriorityQueue<>(ORDER);
  private final Dice dice;
  private long nowNanos;
  private long number;

  private record Event(long atNanos, long tie, long number, Scope scope, Runnable task) {}

  /** A life: what was scheduled in it does not run after its end. */
  static final class Scope {
    private boolean ended;

    boolean isAlive() {
      return !ended;
    }

    void end() {
      ended = true;
    }
  }

  EventLoop(Dice dice) {
    this.dice = dice;
  }

  long nowNanos() {
    return nowNanos;
  }

  void after(long delayNanos, Scope scope, Runnable task) {
    events.add(new Event(nowNanos + Math.max(0, delayNanos), dice.any(), number++, scope, task));
  }

  /** Runs the next task; false if there is none. */
  boolean step() {
    Event next = events.poll();
    if (next == null) {
      return false;
    }
    nowNanos = next.atNanos();
    if (next.scope().isAlive()) {
      next.task().run();
    }
    return true;
  }
}
