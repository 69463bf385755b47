// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import com.google.protobuf.ByteString;
import io.quorumkeep.it.simulation.EventLoop.Scope;
import io.quorumkeep.node.application.Archiving;
import io.quorumkeep.node.application.BatchObserver;
import io.quorumkeep.node.application.ClusterFormation;
import io.quorumkeep.node.application.DueWork;
import io.quorumkeep.node.application.ErasureCoordinator;
import io.quorumkeep.node.application.ErasureParts;
import io.quorumkeep.node.application.GroupCommit;
import io.quorumkeep.node.application.PacedImages;
import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.application.Time;
import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.replication.BatchOwner;
import io.quorumkeep.node.replication.ClusterStateMachine;
import io.quorumkeep.node.seal.EpochVault;
import io.quorumkeep.node.seal.HandoverException;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.node.store.StoreException;
import io.quorumkeep.raft.LogHistory;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.RaftStatus;
import io.quorumkeep.raft.ReplicatedLog;
import io.quorumkeep.raft.ReplicatedStateMachine.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One process of a node: production code, put together as a node does it, until it crashes. */
final class SimProcess {
  private static final int MOST_ENTRIES_AT_ONCE = 8;
  private static final long MILLISECOND = 1_000_000;

  /** So small that rows leave it again. */
  private static final long ROW_CACHE_BYTES = 64 << 10;

  private final SimNode node;
  private final World world;
  private final Dice dice;
  private final Scope life = new Scope();
  private final ClusterStateMachine machine;
  private final GroupCommit commit;
  private final SimEdge edge;
  private final SimPublisher publisher;
  private final DueWork dueWork;
  private final EpochVault vault;
  private final ClusterFormation handover;
  private final ErasureCoordinator erasure;
  private final InOrder roleThread;
  private final NavigableMap<Long, Runnable> whenApplied = new TreeMap<>();
  private @Nullable PeerId leader;
  private long term;
  private Role role = Role.FOLLOWER;
  private int nextEntry;
  private boolean pumping;

  SimProcess(SimNode node, World world, Dice dice) {
    this.node = node;
    this.world = world;
    this.dice = dice;
    long quick = 50_000;
    this.roleThread = new InOrder(world.loop(), life, dice.split(), quick);
    Time time = new NodeTime();
    long incarnation = dice.any();
    this.commit =
        new GroupCommit(
            node.id().value(),
            incarnation,
            world.plan().batches(),
            new InOrder(world.loop(), life, dice.split(), quick),
            new InOrder(world.loop(), life, dice.split(), quick),
            time,
            () -> null,
            BatchObserver.NONE);
    this.machine =
        new ClusterStateMachine(
            Bugs.store(world.bug(), node.id().value(), node.store()),
            new BatchOwner(node.id().value(), incarnation, commit),
            new JcaSha256(),
            this::roleChanged,
            new ClusterStateMachine.Caches(world.plan().cacheCapacity(), ROW_CACHE_BYTES));
    Submissions submissions =
        new Submissions(commit, time, world.plan().batches().requestTimeout());
    this.publisher = new SimPublisher(node, world, dice.split(), life, submissions);
    this.vault = new EpochVault(node.epochStore(), dice.split()::fill);
    Principal self = new Principal(Simulation.NODES + node.id());
    this.handover =
        new ClusterFormation(
            new ClusterFormation.Identity(self, null, List.of()),
            vault,
            dice.split()::fill,
            machine::facts,
            machine::erasure,
            submissions);
    this.edge =
        new SimEdge(
            node,
            world,
            machine,
            new SimEdge.Ways(submissions, new InOrder(world.loop(), life, dice, quick)),
            vault.secrets());
    this.nextEntry = world.log().countUpTo(machine.facts().appliedIndex());
    this.dueWork =
        new DueWork(
            new Origin(self, Checker.DUE_SOURCE),
            new DueWork.Ports(
                new InOrder(world.loop(), life, dice.split(), quick),
                time,
                dice.split()::fill,
                new PacedImages(
                    edge.materials(),
                    new StateReader(node.store()),
                    new Archiving.Ports(world.safe(), dice.split()::fill),
                    time,
                    new InOrder(world.loop(), life, dice.split(), quick))),
            submissions,
            edge.materials(),
            new StateReader(node.store()));
    this.erasure =
        new ErasureCoordinator(
            new ErasureCoordinator.Identity(
                node.id(), self, world.plan().members(), world.plan().erasesDaily()),
            new ErasureParts(
                new InOrder(world.loop(), life, dice.split(), quick),
                time,
                dice.split()::fill,
                node.store(),
                vault,
                edge.materials(),
                submissions,
                this::dropHistory,
                machine::facts,
                machine::erasure,
                commit::held));
    NodeLog log = new NodeLog();
    commit.start(log, world.peers().of(life));
    dueWork.start(log);
    erasure.start(log, world.peers().of(life));
  }

  Scope life() {
    return life;
  }

  List<Integer> epochs() {
    return vault.secrets().epochs();
  }

  /** Answers another node. */
  CompletableFuture<ByteString> answer(String method, ByteString request) {
    if (method.equals(GroupCommit.forwardingMethod())) {
      return commit.accept(request);
    }
    if (!method.equals(ClusterFormation.REQUEST_METHOD)) {
      throw new IllegalArgumentException("no node answers " + method + " here");
    }
    try {
      return CompletableFuture.completedFuture(handover.onRequest(request));
    } catch (HandoverException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<LogHistory> dropHistory() {
    CompletableFuture<LogHistory> dropped = new CompletableFuture<>();
    boolean fails = world.journal().strikes(Fault.HISTORY_STAYS, 100);
    world
        .loop()
        .after(
            dice.between(MILLISECOND, 200 * MILLISECOND),
            life,
            () -> {
              if (fails) {
                dropped.completeExceptionally(new StoreException("history stays"));
              } else {
                dropped.complete(node.dropHistory());
              }
            });
    return dropped;
  }

  /** Takes no more requests, and looks for nothing that is due. */
  void stop() {
    commit.stop();
    stopDueWork();
    erasure.stop();
  }

  /** The process ends, in the middle of whatever it does. */
  void end() {
    life.end();
    // What is on the stack now may still have its hands on them.
    world.loop().after(0, node.world(), this::close);
  }

  void close() {
    vault.close();
  }

  void stopDueWork() {
    dueWork.stop();
  }

  SimEdge edge() {
    return edge;
  }

  ClusterFacts facts() {
    return machine.facts();
  }

  boolean believesToLead() {
    return life.isAlive() && node.id().equals(leader);
  }

  long believedTerm() {
    return term;
  }

  void startFrom(int entry) {
    nextEntry = entry;
  }

  /** Word of the leader of a term. */
  void learn(PeerId elected, long inTerm) {
    if (inTerm <= term) {
      return;
    }
    term = inTerm;
    leader = elected;
    Role next = node.id().equals(elected) ? Role.LEADER : Role.FOLLOWER;
    if (next == Role.LEADER || role == Role.LEADER) {
      role = next;
      long delay =
          world.journal().strikes(Fault.ROLE_DELAYED, 400)
              ? dice.between(MILLISECOND, 800 * MILLISECOND)
              : 0;
      roleThread.after(delay, () -> machine.role(next, inTerm));
    }
  }

  private void roleChanged(Role now, long inTerm) {
    world.journal().note(() -> node + " is " + now + " in term " + inTerm);
    if (now == Role.LEADER) {
      publisher.start(inTerm);
    } else {
      publisher.stop();
    }
  }

  void whenApplied(LogPosition position, Runnable then) {
    if (position.index() <= facts().appliedIndex()) {
      then.run();
    } else {
      whenApplied.put(position.index(), then);
    }
  }

  /** Applies what is committed, a few entries at a time. */
  void pump() {
    if (pumping || nextEntry >= world.log().size()) {
      return;
    }
    pumping = true;
    long delay = dice.between(20_000L, world.plan().networkNanos());
    if (world.journal().strikes(Fault.APPLY_LAG, 10)) {
      delay += dice.between(50 * MILLISECOND, 1_500 * MILLISECOND);
    }
    world.loop().after(delay, life, this::applySome);
  }

  private void applySome() {
    pumping = false;
    int last = Math.min(world.log().size(), nextEntry + dice.between(1, MOST_ENTRIES_AT_ONCE));
    while (life.isAlive() && nextEntry < last) {
      SimLog.Committed entry = world.log().at(nextEntry++);
      apply(entry.position(), entry.bytes());
    }
    if (life.isAlive()) {
      pump();
    }
  }

  private void apply(LogPosition position, ByteString bytes) {
    try {
      machine.apply(position, Bugs.entryAsApplied(world.bug(), bytes, node));
    } catch (StoreException e) {
      node.crash(false);
      return;
    } catch (RuntimeException e) {
      world.journal().violated("R8", node + " cannot apply " + position + ": " + e);
      return;
    }
    applied();
  }

  private void applied() {
    world.truth().compare(node, machine.facts(), node.store());
    publisher.wake();
    var done = whenApplied.headMap(facts().appliedIndex(), true);
    List<Runnable> told = List.copyOf(done.values());
    done.clear();
    told.forEach(Runnable::run);
  }

  void applyUncommitted(LogPosition position, ByteString bytes) {
    if (position.index() > facts().appliedIndex()) {
      machine.apply(position, bytes);
      nextEntry = Math.max(nextEntry, world.log().countUpTo(position.index()));
    }
  }

  void checkpoint(Path directory) {
    machine.checkpoint(directory);
  }

  void restore(Path directory) {
    machine.restore(directory);
    nextEntry = Bugs.entryAfterSnapshot(world.bug(), world.log(), facts().appliedIndex());
    applied();
  }

  private final class NodeLog implements ReplicatedLog {
    @Override
    public CompletableFuture<LogPosition> propose(ByteString entry) {
      return world.log().propose(node, entry);
    }

    @Override
    public void announceCommit() {
      // The simulated log tells everybody in its own time, which is any time.
    }

    @Override
    public RaftStatus status() {
      return new RaftStatus(
          node.id(), leader, term, world.log().lastIndex(), facts().appliedIndex(), List.of());
    }
  }

  private final class NodeTime implements Time {
    @Override
    public Instant now() {
      return node.now();
    }

    @Override
    public long nanos() {
      return world.loop().nowNanos();
    }
  }
}
