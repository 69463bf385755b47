// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Measures the batches that this node puts into the log. */
public final class BatchMetrics {
  private static final double[] COMMANDS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};
  private static final Duration[] WAITS = {
    Duration.ofNanos(50_000),
    Duration.ofNanos(100_000),
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofSeconds(1)
  };

  private final DistributionSummary commands;
  private final Timer wait;

  BatchMetrics(MeterRegistry registry) {
    commands =
        DistributionSummary.builder("quorumkeep.batch.commands")
            .description("Commands in a batch when it was closed")
            .serviceLevelObjectives(COMMANDS)
            .register(registry);
    wait =
        Timer.builder("quorumkeep.batch.wait")
            .description("How long the first command of a batch waited until the batch was closed")
            .serviceLevelObjectives(WAITS)
            .register(registry);
  }

  /**
   * Records a batch that goes to the log.
   *
   * @param commandCount how many commands it holds
   * @param waitNanos how long it was open, from its first command on
   */
  public void closed(int commandCount, long waitNanos) {
    commands.record(commandCount);
    wait.record(waitNanos, TimeUnit.NANOSECONDS);
  }
}
