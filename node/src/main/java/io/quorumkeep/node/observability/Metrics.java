// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Every metric of one node. Made once, by the composition root, which hands its parts to whoever
 * has something to count and binds the readings of what already counts for itself.
 */
public final class Metrics implements AutoCloseable {
  /** What {@link #scrape} writes. */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmMetrics jvm;
  private final RequestMetrics requests;
  private final BatchMetrics batches;
  private final AuditMetrics audit;

  /**
   * @param version the version of the node, for {@code quorumkeep_build_info}
   */
  public Metrics(String version) {
    jvm = new JvmMetrics(registry);
    requests = new RequestMetrics(registry);
    batches = new BatchMetrics(registry);
    audit = new AuditMetrics(registry);
    Gauge.builder("quorumkeep.build.info", () -> 1)
        .description("Always 1; the labels say what runs")
        .tag("version", version)
        .tag("java", Runtime.version().toString())
        .register(registry);
  }

  public RequestMetrics requests() {
    return requests;
  }

  public BatchMetrics batches() {
    return batches;
  }

  public AuditMetrics audit() {
    return audit;
  }

  /** Shows what {@code readings} says at the time of each scrape. To be called once. */
  public void watchRaft(RaftReadings readings) {
    gauge("quorumkeep.raft.is.leader", "1 on the leader", () -> asNumber(readings.isLeader()));
    gauge("quorumkeep.raft.term", "Current term", readings::term);
    gauge(
        "quorumkeep.raft.commit.index",
        "Index of the last entry known to be committed",
        readings::commitIndex);
    gauge(
        "quorumkeep.raft.applied.index",
        "Index of the last entry in this node's state",
        readings::appliedIndex);
    FunctionCounter.builder("quorumkeep.raft.leader.changes", readings, RaftReadings::leaderChanges)
        .description("Times that this node saw another leader than before")
        .register(registry);
  }

  /** Shows what {@code readings} says at the time of each scrape. To be called once. */
  public void watchAudit(AuditReadings readings) {
    gauge(
        "quorumkeep.audit.outbox.records",
        "Audit records committed and not yet published",
        readings::outboxRecords);
    Gauge.builder("quorumkeep.audit.outbox.oldest", () -> readings.outboxOldestSeconds())
        .description("Age of the oldest audit record not yet published; 0 if there is none")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  /** Shows what {@code readings} says at the time of each scrape. To be called once. */
  public void watchErasure(ErasureReadings readings) {
    gauge("quorumkeep.epoch", "Epoch under which new material is wrapped", readings::epoch);
    gauge(
        "quorumkeep.erasure.phase",
        "0 if no erasure is under way, 1 distributing, 2 rewrapping, 3 purging",
        readings::phase);
    gauge(
        "quorumkeep.erasure.remaining",
        "Materials that the erasure under way is yet to wrap anew",
        readings::remaining);
    gauge(
        "quorumkeep.erasure.members.to.attest",
        "Members that have not attested to the erasure under way",
        readings::membersToAttest);
    gauge(
        "quorumkeep.erasure.destroyed.versions",
        "Versions destroyed and not yet covered by a certificate of erasure",
        readings::destroyedVersions);
  }

  /** Shows whether the node lacks its root key. To be called once. */
  public void watchSeal(BooleanSupplier sealed) {
    gauge(
        "quorumkeep.sealed",
        "1 while the node lacks its root key",
        () -> asNumber(sealed.getAsBoolean()));
  }

  /**
   * Shows when a certificate of this node ends. To be called once for each.
   *
   * @param use what the certificate is for, such as client or peer
   */
  public void watchCertificate(String use, Supplier<Instant> expiry) {
    Gauge.builder("quorumkeep.cert.expiry.timestamp", () -> expiry.get().getEpochSecond())
        .description("When the certificate that this node shows ends, as a Unix time")
        .baseUnit("seconds")
        .tag("use", use)
        .strongReference(true)
        .register(registry);
  }

  /** Writes all metrics in the Prometheus text format. */
  void scrape(OutputStream out) throws IOException {
    registry.scrape(out, CONTENT_TYPE);
  }

  @Override
  public void close() {
    jvm.close();
    registry.close();
  }

  private void gauge(String name, String description, DoubleSupplier reading) {
    Gauge.builder(name, reading::getAsDouble)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private static double asNumber(boolean condition) {
    return condition ? 1 : 0;
  }
}
