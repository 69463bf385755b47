// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the publisher of audit records does. */
public final class AuditMetrics {
  private final Counter published;
  private final Counter failures;

  AuditMetrics(MeterRegistry registry) {
    published =
        Counter.builder("quorumkeep.audit.published")
            .description("Audit records that the topic or file has acknowledged to this node")
            .register(registry);
    failures =
        Counter.builder("quorumkeep.audit.publish.failures")
            .description("Attempts to publish audit records that failed")
            .register(registry);
  }

  public void published(long records) {
    published.increment((double) records);
  }

  public void publishFailed() {
    failures.increment();
  }
}
