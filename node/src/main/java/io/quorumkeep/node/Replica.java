// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import io.quorumkeep.node.application.Admission;
import io.quorumkeep.node.application.Archiving;
import io.quorumkeep.node.application.BatchObserver;
import io.quorumkeep.node.application.BatchSettings;
import io.quorumkeep.node.application.ClusterFormation;
import io.quorumkeep.node.application.DueWork;
import io.quorumkeep.node.application.ErasureCoordinator;
import io.quorumkeep.node.application.ErasureParts;
import io.quorumkeep.node.application.GroupCommit;
import io.quorumkeep.node.application.Materials;
import io.quorumkeep.node.application.PacedImages;
import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.application.Time;
import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.crypto.ArchiveSealer;
import io.quorumkeep.node.crypto.Entropy;
import io.quorumkeep.node.crypto.MaterialWrapper;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.replication.BatchOwner;
import io.quorumkeep.node.replication.ClusterStateMachine;
import io.quorumkeep.node.seal.EpochVault;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.raft.HaltPolicy;
import io.quorumkeep.raft.Peer;
import io.quorumkeep.raft.PeerChannel;
import io.quorumkeep.raft.RaftNode;
import io.quorumkeep.raft.config.RaftSettings;
import io.quorumkeep.raft.ratis.RatisNode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node without its outer planes: its copy of the state, its part in the log, and the road that
 * requests take through both.
 */
final class Replica implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
  private static final Duration FORMATION_PAUSE = Duration.ofMillis(250);
  private static final Duration SNAPSHOT_PATIENCE = Duration.ofMinutes(5);

  private final KeyValueStore store;
  private final EpochVault vault;
  private final ClusterStateMachine stateMachine;
  private final GroupCommit commit;
  private final Submissions submissions;
  private final Materials materials;
  private final ThreadScheduler commitThread;
  private final ThreadScheduler responder;
  private final ThreadScheduler formationThread;
  private final ThreadScheduler erasureThread;
  private final ClusterFormation formation;
  private final ErasureCoordinator erasure;
  private final RaftNode raft;
  private final ThreadScheduler dueThread;
  private final ThreadScheduler imageThread;
  private final DueWork dueWork;
  private volatile boolean closed;

  /** What a replica is made of; all of it belongs to the replica and is closed with it. */
  record Parts(
      KeyValueStore store, EpochVault vault, Entropy entropy, Time time, ArchiveSealer sealer) {}

  /**
   * What a replica is told.
   *
   * @param admission asked before a request is taken
   * @param erasesDaily whether to begin an erasure each day that versions were destroyed
   */
  record Settings(
      RaftSettings raft,
      ClusterFormation.Identity identity,
      BatchSettings batches,
      Admission admission,
      boolean erasesDaily,
      ClusterStateMachine.Caches caches) {}

  /**
   * Who is told what a replica does.
   *
   * @param applied after each entry, by the thread that applies
   */
  record Listeners(
      BatchObserver batches,
      ClusterStateMachine.RoleListener roles,
      Runnable applied,
      HaltPolicy halt) {}

  private Replica(Parts parts, Settings settings, Listeners listeners) {
    this.store = parts.store();
    this.vault = parts.vault();
    this.commitThread = new ThreadScheduler("group-commit");
    this.responder = new ThreadScheduler("responder");
    this.formationThread = new ThreadScheduler("formation");
    this.erasureThread = new ThreadScheduler("erasure");
    String node = settings.raft().self().id().value();
    long incarnation = ByteBuffer.wrap(parts.entropy().bytes(Long.BYTES)).getLong();
    this.commit =
        new GroupCommit(
            node,
            incarnation,
            settings.batches(),
            commitThread,
            responder::execute,
            parts.time(),
            settings.admission(),
            listeners.batches());
    this.stateMachine =
        new ClusterStateMachine(
            store,
            new BatchOwner(node, incarnation, commit),
            new JcaSha256(),
            listeners.roles(),
            settings.caches());
    this.submissions = new Submissions(commit, parts.time(), settings.batches().requestTimeout());
    this.materials =
        new Materials(
            new MaterialWrapper(vault.secrets(), parts.entropy()),
            vault.secrets(),
            () -> stateMachine.facts().clusterId(),
            stateMachine::erasure);
    this.formation =
        new ClusterFormation(
            settings.identity(),
            vault,
            parts.entropy(),
            stateMachine::facts,
            stateMachine::erasure,
            submissions);
    this.dueThread = new ThreadScheduler("due-work");
    this.imageThread = new ThreadScheduler("due-images");
    this.dueWork =
        new DueWork(
            new Origin(settings.identity().node(), ""),
            new DueWork.Ports(dueThread, parts.time(), parts.entropy(), images(parts)),
            submissions,
            materials,
            new StateReader(store));
    this.raft =
        RatisNode.start(
            settings.raft(),
            new Observed(stateMachine, listeners.applied()),
            handlers(),
            listeners.halt());
    this.erasure =
        new ErasureCoordinator(
            erasureIdentity(settings),
            new ErasureParts(
                erasureThread,
                parts.time(),
                parts.entropy(),
                store,
                vault,
                materials,
                submissions,
                () -> raft.dropHistory(SNAPSHOT_PATIENCE),
                stateMachine::facts,
                stateMachine::erasure,
                commit::held));
  }

  private PacedImages images(Parts parts) {
    return new PacedImages(
        materials,
        new StateReader(store),
        new Archiving.Ports(parts.sealer(), parts.entropy()),
        parts.time(),
        imageThread::execute);
  }

  private static ErasureCoordinator.Identity erasureIdentity(Settings settings) {
    return new ErasureCoordinator.Identity(
        settings.raft().self().id(),
        settings.identity().node(),
        settings.raft().initialPeers().stream().map(Peer::id).toList(),
        settings.erasesDaily());
  }

  /** Starts a replica. It serves when it has found, or become, a leader. */
  static Replica start(Parts parts, Settings settings, Listeners listeners) {
    Replica replica = new Replica(parts, settings, listeners);
    replica.commit.start(replica.raft.log(), replica.raft.channel());
    replica.formationThread.execute(replica::formSoon);
    replica.dueWork.start(replica.raft.log());
    replica.erasure.start(replica.raft.log(), replica.raft.channel());
    return replica;
  }

  KeyValueStore store() {
    return store;
  }

  ClusterStateMachine stateMachine() {
    return stateMachine;
  }

  Submissions submissions() {
    return submissions;
  }

  Materials materials() {
    return materials;
  }

  /** The epochs whose secrets this node has. */
  List<Integer> secretEpochs() {
    return vault.secrets().epochs();
  }

  GroupCommit commit() {
    return commit;
  }

  RaftNode raft() {
    return raft;
  }

  private Map<String, PeerChannel.Handler> handlers() {
    Map<String, PeerChannel.Handler> handlers = new LinkedHashMap<>();
    handlers.put(GroupCommit.forwardingMethod(), (caller, batch) -> commit.accept(batch));
    handlers.put(
        ClusterFormation.REQUEST_METHOD,
        (caller, request) ->
            CompletableFuture.supplyAsync(
                () -> formation.onRequest(request), formationThread::execute));
    handlers.put(
        ClusterFormation.OFFER_METHOD,
        (caller, offer) ->
            CompletableFuture.supplyAsync(
                () -> formation.onOffer(offer), formationThread::execute));
    return handlers;
  }

  private void formSoon() {
    if (closed) {
      return;
    }
    boolean formed = false;
    try {
      formed = formation.step(raft.log(), raft.channel());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (RuntimeException e) {
      LOG.error("cannot form the cluster yet", e);
    }
    if (!formed) {
      formationThread.after(FORMATION_PAUSE, this::formSoon);
    }
  }

  @Override
  public void close() {
    closed = true;
    dueWork.stop();
    erasure.stop();
    commit.stop();
    dueThread.close();
    imageThread.close();
    formationThread.close();
    erasureThread.close();
    raft.close();
    commitThread.close();
    responder.close();
    store.close();
    vault.close();
  }
}
