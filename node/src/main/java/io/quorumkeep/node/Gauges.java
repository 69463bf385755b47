// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import io.quorumkeep.node.application.Materials;
import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.export.PublisherListener;
import io.quorumkeep.node.export.SinkException;
import io.quorumkeep.node.observability.AuditMetrics;
import io.quorumkeep.node.observability.AuditReadings;
import io.quorumkeep.node.observability.HealthCheck;
import io.quorumkeep.node.observability.RaftReadings;
import io.quorumkeep.raft.RaftStatus;
import io.quorumkeep.raft.ReplicatedLog;
import java.util.List;
import java.util.function.Supplier;

/** What the operations plane shows of a replica. */
final class Gauges implements RaftReadings, AuditReadings, PublisherListener {
  private static final long MAX_LAG_ENTRIES = 1_000;
  private static final double MILLISECONDS = 1_000;

  private final ReplicatedLog log;
  private final Supplier<ClusterFacts> facts;
  private final Materials materials;
  private final AuditMetrics audit;
  private final long firstTerm;
  private volatile long oldestTimeMs;
  private volatile String publisherProblem = "";

  Gauges(ReplicatedLog log, Supplier<ClusterFacts> facts, Materials materials, AuditMetrics audit) {
    this.log = log;
    this.facts = facts;
    this.materials = materials;
    this.audit = audit;
    this.firstTerm = log.status().term();
  }

  @Override
  public boolean isLeader() {
    return log.status().isLeader();
  }

  @Override
  public long term() {
    return log.status().term();
  }

  @Override
  public long commitIndex() {
    return log.status().commitIndex();
  }

  @Override
  public long appliedIndex() {
    return log.status().appliedIndex();
  }

  @Override
  public long leaderChanges() {
    return Math.max(0, term() - firstTerm);
  }

  @Override
  public long outboxRecords() {
    ClusterFacts now = facts.get();
    return now.auditHead().sequence() - now.publishedSequence();
  }

  @Override
  public double outboxOldestSeconds() {
    long oldest = oldestTimeMs;
    return oldest == 0 ? 0 : Math.max(0, System.currentTimeMillis() - oldest) / MILLISECONDS;
  }

  @Override
  public void published(int records, long sequence) {
    publisherProblem = "";
    audit.published(records);
  }

  @Override
  public void failed(SinkException failure, int attempt) {
    audit.publishFailed();
  }

  @Override
  public void halted(RuntimeException cause) {
    publisherProblem = "the publisher of audit records gave up: see the log";
    audit.publishFailed();
  }

  @Override
  public void outbox(long records, long oldest) {
    oldestTimeMs = records == 0 ? 0 : oldest;
  }

  /** What must hold for requests to be sent here. */
  List<HealthCheck> ready() {
    return List.of(
        HealthCheck.of("leader", () -> log.status().leader() != null, "no leader is known"),
        new HealthCheck(
            "caught-up",
            () -> lag(log.status()) <= MAX_LAG_ENTRIES,
            () -> lag(log.status()) + " committed entries are not applied yet"),
        HealthCheck.of(
            "formed",
            () -> !facts.get().clusterId().isEmpty(),
            "the cluster is not bootstrapped yet"),
        HealthCheck.of("unsealed", () -> !materials.isSealed(), "no epoch secret is known yet"),
        new HealthCheck("audit", publisherProblem::isEmpty, () -> publisherProblem));
  }

  private static long lag(RaftStatus status) {
    return status.commitIndex() - status.appliedIndex();
  }
}
