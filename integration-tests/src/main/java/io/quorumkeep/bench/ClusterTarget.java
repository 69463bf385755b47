// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import io.grpc.Channel;
import io.quorumkeep.it.cluster.LocalCluster;
import io.quorumkeep.it.cluster.NodeProcess;
import io.quorumkeep.v1.AuditServiceGrpc;
import io.quorumkeep.v1.Erasure;
import io.quorumkeep.v1.ErasureServiceGrpc;
import io.quorumkeep.v1.FinalizeDestructionRequest;
import io.quorumkeep.v1.GetErasureRequest;
import io.quorumkeep.v1.ListAuditRecordsRequest;
import io.quorumkeep.v1.ListAuditRecordsResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A cluster of three real nodes. */
final class ClusterTarget implements Target {
  private static final int SETUP_CONCURRENCY = 64;
  private static final int MANY_CONCURRENCY = 256;
  private static final int SETUP_SECONDS = 120;
  private static final int SLOWEST_SETUP_PER_SECOND = 50;

  private final LocalCluster cluster;
  private final Channels channels = new Channels();
  private final Requests requests;
  private final KeyTarget keys;
  private final AuditServiceGrpc.AuditServiceBlockingStub audit;
  private final ErasureServiceGrpc.ErasureServiceBlockingStub erasures;
  private final ErrorLog errors = new ErrorLog();
  private long ownReads;

  /** Where requests go. */
  enum Nodes {
    ALL,
    LEADER
  }

  /**
   * Connects.
   *
   * @param versions of the key that has many
   */
  ClusterTarget(
      LocalCluster cluster,
      Nodes to,
      Requests requests,
      int versions,
      Workload workload,
      Shape shape) {
    this.cluster = cluster;
    this.requests = requests;
    Channels.Identity identity =
        new Channels.Identity(
            cluster.clientCertificate(LocalCluster.ADMIN),
            cluster.clientKey(LocalCluster.ADMIN),
            cluster.clientCa());
    List<Channel> connections = new ArrayList<>();
    NodeProcess leader = cluster.leader();
    for (NodeProcess node : to == Nodes.ALL ? cluster.nodes() : List.of(leader)) {
      connections.add(channels.open(node.clientAddress(), identity));
    }
    this.keys = new KeyTarget(connections, requests, versions, workload, shape, errors);
    Channel toLeader = channels.open(leader.clientAddress(), identity);
    this.audit = AuditServiceGrpc.newBlockingStub(toLeader);
    this.erasures = ErasureServiceGrpc.newBlockingStub(toLeader);
  }

  /** Creates the keys that are retrieved. */
  void createKeys(int count) throws InterruptedException {
    all(count, keys::create);
  }

  /** Creates keys that are rotated by themselves, all at {@code due}. */
  void createDueKeys(int count, long due) throws InterruptedException {
    all(count, (index, call) -> keys.create(requests.createDue(index, due), call));
  }

  /**
   * Creates keys with deadlines that are far away.
   *
   * @param from the number of the first
   * @param to the number after that of the last
   */
  void createManyKeys(int from, int to) throws InterruptedException {
    run(
        MANY_CONCURRENCY,
        to - from,
        (index, call) -> keys.create(requests.createOneOfMany(from + index), call));
  }

  /** Begins an erasure, which goes on by itself. */
  void startErasure() {
    var unused =
        erasures
            .withDeadlineAfter(SETUP_SECONDS, TimeUnit.SECONDS)
            .finalizeDestruction(
                FinalizeDestructionRequest.newBuilder()
                    .setRequestId(UUID.randomUUID().toString())
                    .build());
  }

  /** How far the erasure is. Leaves an audit record, as each look does. */
  Erasure erasure() {
    ownReads++;
    return erasures
        .withDeadlineAfter(SETUP_SECONDS, TimeUnit.SECONDS)
        .getErasure(GetErasureRequest.getDefaultInstance())
        .getErasure();
  }

  /** Creates one key and rotates it, one rotation after the other. */
  void createVersions(int count) throws InterruptedException {
    all(1, (index, call) -> keys.create(requests.createManyVersions(), call));
    one(count - 1, (index, call) -> keys.rotate(requests.rotateManyVersions(), call));
  }

  /** Starts one of many calls. */
  private interface Step {
    void start(int index, Call call);
  }

  private void all(int count, Step step) throws InterruptedException {
    run(Math.min(SETUP_CONCURRENCY, count), count, step);
  }

  private void one(int count, Step step) throws InterruptedException {
    run(Math.min(1, count), count, step);
  }

  private void run(int concurrency, int count, Step step) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(count);
    AtomicInteger next = new AtomicInteger();
    for (int i = 0; i < concurrency; i++) {
      startNext(next, count, step, done);
    }
    long seconds = SETUP_SECONDS + (long) count / SLOWEST_SETUP_PER_SECOND;
    if (!done.await(seconds, TimeUnit.SECONDS) || !errors().isEmpty()) {
      throw new IllegalStateException("keys were not set up: " + errors());
    }
  }

  private void startNext(AtomicInteger next, int count, Step step, CountDownLatch done) {
    int index = next.getAndIncrement();
    if (index < count) {
      step.start(
          index,
          (good, bad) -> {
            done.countDown();
            startNext(next, count, step, done);
          });
    }
  }

  @Override
  public void call(Call call) {
    keys.call(call);
  }

  @Override
  public long recorded() {
    // Each look leaves a record too, before it counts.
    ownReads++;
    return page(Long.MAX_VALUE - 1, 1).getLastSequence() - ownReads;
  }

  @Override
  public long entries() {
    return 0;
  }

  /** The log entries that the last records are from, by a look at some of them. */
  double recordsPerEntry(long from) {
    ownReads++;
    ListAuditRecordsResponse page = page(from, 1_000);
    long entries =
        page.getRecordsList().stream().mapToLong(r -> r.getRaftIndex()).distinct().count();
    return entries == 0 ? 0 : (double) page.getRecordsCount() / entries;
  }

  private ListAuditRecordsResponse page(long from, int size) {
    return audit
        .withDeadlineAfter(SETUP_SECONDS, TimeUnit.SECONDS)
        .listAuditRecords(
            ListAuditRecordsRequest.newBuilder().setFromSequence(from).setPageSize(size).build());
  }

  @Override
  public Map<String, Long> processes() {
    Map<String, Long> processes = new LinkedHashMap<>();
    cluster.nodes().forEach(node -> processes.put(node.name(), node.pid()));
    return processes;
  }

  @Override
  public int nodes() {
    return cluster.nodes().size();
  }

  @Override
  public Protection protection() {
    return new Protection(true, true, true);
  }

  @Override
  public List<String> errors() {
    return errors.lines();
  }

  @Override
  public void close() {
    channels.close();
  }
}
