// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import io.quorumkeep.node.application.ArchiveQueries;
import io.quorumkeep.node.application.Archiving;
import io.quorumkeep.node.application.BatchObserver;
import io.quorumkeep.node.application.BatchSettings;
import io.quorumkeep.node.application.ClusterView;
import io.quorumkeep.node.application.DueWork;
import io.quorumkeep.node.application.Erasures;
import io.quorumkeep.node.application.Failure;
import io.quorumkeep.node.application.Governance;
import io.quorumkeep.node.application.GroupCommit;
import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.application.Materials;
import io.quorumkeep.node.application.PacedImages;
import io.quorumkeep.node.application.Policy;
import io.quorumkeep.node.application.Queries;
import io.quorumkeep.node.application.Retrieval;
import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.application.history.HistoryQueries;
import io.quorumkeep.node.application.history.ScanLimits;
import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.crypto.MaterialWrapper;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.node.crypto.SystemEntropy;
import io.quorumkeep.node.crypto.bc.RecoveryFixture;
import io.quorumkeep.node.crypto.bc.TestSealer;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.grpc.ApiServices;
import io.quorumkeep.node.replication.BatchOwner;
import io.quorumkeep.node.replication.ClusterStateMachine;
import io.quorumkeep.node.replication.StateDigest;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.raft.PeerCallException;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.RaftStatus;
import io.quorumkeep.raft.ReplicatedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A whole node of a cluster of one, in memory: everything between the edge and the log is the real
 * thing; only the log ({@link ImmediateLog}) and the store are replaced. For tests of the edge.
 */
public final class SingleNode implements AutoCloseable {
  /** May do everything. */
  public static final Principal ADMIN = new Principal("spiffe://quorumkeep.test/admin");

  public static final String CLUSTER_ID = "6f1f6a3e-9f5e-4f0e-8d6b-0a3c1c5a7e11";
  public static final String NODE = "node-1";

  /** So small that whoever walks over the trail has to turn pages. */
  private static final ScanLimits SMALL_PAGES = new ScanLimits(100, 3);

  /** Opens the images of all nodes, until they forget it. */
  public static final RecoveryFixture RECOVERY = RecoveryFixture.ec("secp256r1");

  private static final int INCARNATION = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();
  private final EpochSecrets secrets = new EpochSecrets();
  private final AdjustableTime time = new AdjustableTime();
  private final AtomicReference<@Nullable Failure> refusal = new AtomicReference<>();
  private final ThreadScheduler scheduler = new ThreadScheduler("commit-test");
  private final ExecutorService responder = Executors.newFixedThreadPool(2);
  private final ExecutorService reader = Executors.newFixedThreadPool(2);
  private final GroupCommit commit;
  private final ClusterStateMachine machine;
  private final ImmediateLog log;
  private final TestSealer sealer = new TestSealer(RECOVERY);
  private final Submissions submissions;
  private final Materials materials;
  private final ThreadScheduler dueThread = new ThreadScheduler("due-test");
  private final DueWork dueWork;

  private SingleNode(BatchSettings settings) {
    SystemEntropy entropy = new SystemEntropy();
    this.commit =
        new GroupCommit(
            NODE,
            INCARNATION,
            settings,
            scheduler,
            responder,
            time,
            refusal::get,
            BatchObserver.NONE);
    this.machine =
        new ClusterStateMachine(
            store,
            new BatchOwner(NODE, INCARNATION, commit),
            new JcaSha256(),
            (role, term) -> {},
            new ClusterStateMachine.Caches(20_000, 64 << 20));
    this.log = new ImmediateLog(new PeerId(NODE), machine);
    this.submissions = new Submissions(commit, time, settings.requestTimeout());
    secrets.add(1, SecretBytes.takeOwnership(entropy.bytes(EpochSecrets.SECRET_BYTES)));
    this.materials =
        new Materials(
            new MaterialWrapper(secrets, entropy),
            secrets,
            () -> machine.facts().clusterId(),
            machine::erasure);
    PacedImages images =
        new PacedImages(
            materials, new StateReader(store), new Archiving.Ports(sealer, entropy), time, reader);
    this.dueWork =
        new DueWork(
            new Origin(ADMIN, NODE),
            new DueWork.Ports(dueThread, time, entropy, images),
            submissions,
            materials,
            new StateReader(store));
  }

  /** A node that has {@link #ADMIN} and room for 20,000 requests. */
  public static SingleNode start() {
    return start(new BatchSettings(256, 1 << 20, 4, 20_000, Duration.ofSeconds(10)));
  }

  public static SingleNode start(BatchSettings settings) {
    SingleNode node = new SingleNode(settings);
    node.commit.start(
        node.log,
        (peer, method, request, timeout) ->
            CompletableFuture.failedFuture(
                new PeerCallException(
                    PeerCallException.Outcome.NOT_DELIVERED, "there is no peer")));
    node.bootstrap();
    node.dueWork.start(node.log);
    return node;
  }

  private void bootstrap() {
    Submissions.Request request =
        new Submissions.Request(new Origin(ADMIN, NODE), new RequestId(0, 1), 0, PATIENCE);
    await(submissions.submit(request, new CommandBody.Bootstrap(CLUSTER_ID, ADMIN)));
  }

  public ApiServices.UseCases useCases() {
    StateReader state = new StateReader(store);
    Queries queries = new Queries(submissions, store, reader);
    Archiving archiving =
        new Archiving(
            submissions,
            materials,
            state,
            new Archiving.Ports(sealer, new SystemEntropy()),
            reader);
    return new ApiServices.UseCases(
        new KeyLifecycle(submissions, materials, state, archiving),
        new Retrieval(submissions, materials),
        new Policy(submissions),
        queries,
        new View(),
        new Governance(submissions),
        new HistoryQueries(submissions, store, reader, SMALL_PAGES),
        archiving,
        new ArchiveQueries(queries, store, sealer),
        new Erasures(submissions, new StateReader(store), reader, List.of(NODE)));
  }

  public Submissions submissions() {
    return submissions;
  }

  Materials materials() {
    return materials;
  }

  TestSealer sealer() {
    return sealer;
  }

  ReplicatedLog log() {
    return log;
  }

  public KeyValueStore store() {
    return store;
  }

  /** Requests that wait for their outcome. */
  public int held() {
    return commit.held();
  }

  /** The last audit record there is. */
  public long auditSequence() {
    return machine.facts().auditHead().sequence();
  }

  /** Entries wait from now on, as if no quorum answered. */
  public void holdLog() {
    log.hold();
  }

  /** Ends {@link #holdLog}. */
  public void releaseLog() {
    scheduler.execute(log::release);
  }

  public void leaderless(boolean none) {
    log.leaderless(none);
  }

  /** Requests are refused from now on; null ends it. */
  public void refuse(@Nullable Failure failure) {
    refusal.set(failure);
  }

  /** Takes the epoch secret away, so that the node is sealed. */
  public void seal() {
    secrets.remove(1);
  }

  /** Gives the node another epoch secret: it opens nothing that was wrapped before. */
  public void replaceSecret() {
    secrets.remove(1);
    secrets.add(1, SecretBytes.takeOwnership(new SystemEntropy().bytes(EpochSecrets.SECRET_BYTES)));
  }

  /** Images are sealed to these from now on; to nobody, and so none are made, without any. */
  public void recipients(RecoveryFixture... recipients) {
    sealer.to(recipients);
  }

  /** Moves the wall clock. */
  public void advance(Duration by) {
    time.advance(by);
  }

  @Override
  public void close() {
    dueWork.stop();
    dueThread.close();
    commit.stop();
    scheduler.close();
    responder.shutdown();
    reader.shutdown();
    secrets.close();
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the node did not start", e);
    }
  }

  private final class View implements ClusterView {
    @Override
    public Status status() {
      RaftStatus status = log.status();
      return new Status(
          status.self().value(),
          status.leader() == null ? "" : status.leader().value(),
          status.term(),
          status.commitIndex(),
          status.appliedIndex(),
          List.of(new Member(NODE, "127.0.0.1:7443", "127.0.0.1:7444", true)));
    }

    @Override
    public Digest digest() {
      try (KeyValueStore.View view = store.view()) {
        return new Digest(
            StateDigest.ofReplica(view), new StateReader(view).cluster().appliedIndex());
      }
    }
  }
}
