// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/** Time in a test's hand: tasks run in order of their time, and of their arrival within it. */
final class StepScheduler implements Executor, Timer {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::atMs).thenComparingLong(Task::number));
  private long nowMs;
  private long number;

  @Override
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    tasks.add(new Task(nowMs + delay.toMillis(), number++, task));
  }

  long nowMs() {
    return nowMs;
  }

  /** Runs everything that is due within {@code duration}. */
  void run(Duration duration) {
    long end = nowMs + duration.toMillis();
    while (!tasks.isEmpty() && tasks.element().atMs() <= end) {
      Task task = tasks.remove();
      nowMs = task.atMs();
      task.task().run();
    }
    nowMs = end;
  }

  private record Task(long atMs, long number, Runnable task) {}
}
