// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import com.google.protobuf.ByteString;
import io.quorumkeep.it.simulation.EventLoop.Scope;
import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import io.quorumkeep.raft.LogHistory;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.PeerId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node: a disk and a clock that last, and a process that does not. */
final class SimNode {
  private static final long MILLISECOND = 1_000_000;
  private static final int CHECKPOINTS_KEPT = 3;

  private final World world;
  private final Dice dice;
  private final PeerId id;
  private final Scope outside = new Scope();
  private final InMemoryKeyValueStore store;
  private final SimEpochStore epochStore;
  private final long entropySeed;
  private final Deque<Checkpoint> kept = new ArrayDeque<>();
  private long clockOffsetSeconds;
  private int checkpoints;
  private SimProcess process;

  /** A checkpoint on the disk. */
  private record Checkpoint(Path directory, long index) {}

  SimNode(int number, World world, Dice dice, byte[] firstSecret) {
    this.world = world;
    this.dice = dice;
    this.id = new PeerId("n" + number);
    this.store = new InMemoryKeyValueStore(world.disk());
    this.epochStore =
        new SimEpochStore(this, world.journal(), dice.split(), world.bug(), firstSecret);
    this.entropySeed = dice.any();
    this.process = new SimProcess(this, world, dice.split());
    world.log().greet(this);
  }

  PeerId id() {
    return id;
  }

  InMemoryKeyValueStore store() {
    return store;
  }

  SimEpochStore epochStore() {
    return epochStore;
  }

  /** The epochs whose secrets its process has, or none while it is down. */
  Set<Integer> epochsInMemory() {
    return isUp() ? Set.copyOf(process.epochs()) : Set.of();
  }

  /** The scope of what happens outside of any process. */
  Scope world() {
    return outside;
  }

  Scope life() {
    return process.life();
  }

  boolean isUp() {
    return process.life().isAlive();
  }

  boolean believesToLead() {
    return process.believesToLead();
  }

  long believedTerm() {
    return process.believedTerm();
  }

  void learn(PeerId leader, long term) {
    process.learn(leader, term);
  }

  void pump() {
    if (isUp()) {
      process.pump();
    }
  }

  void whenApplied(LogPosition position, Runnable then) {
    process.whenApplied(position, then);
  }

  void applyUncommitted(LogPosition position, ByteString bytes) {
    process.applyUncommitted(position, bytes);
  }

  /** Answers another node. */
  CompletableFuture<ByteString> answer(String method, ByteString request) {
    return process.answer(method, request);
  }

  void send(Call.Attempt attempt, Consumer<Reply> answered) {
    process.edge().send(attempt, answered);
  }

  /** A fingerprint of the material of a version as this node opens it; null if it does not. */
  @Nullable String open(Key key, KeyVersion version, WrappedMaterial material) {
    return process.edge().open(key, version, material);
  }

  /** What this node has applied, as it says itself. */
  ClusterFacts facts() {
    return process.facts();
  }

  Instant now() {
    return world.calendar().now().plusSeconds(clockOffsetSeconds);
  }

  /** Sets the clock off by so much from the true time. */
  void setClock(long offsetSeconds) {
    clockOffsetSeconds = offsetSeconds;
  }

  Dice newEntropy() {
    return world.bug() == SeededBug.ENTROPY_REPEATS ? new Dice(entropySeed) : dice.split();
  }

  void checkpoint() {
    Path directory = Path.of("/" + id + "/" + checkpoints++);
    process.checkpoint(directory);
    kept.add(new Checkpoint(directory, facts().appliedIndex()));
    keep(CHECKPOINTS_KEPT);
  }

  private void keep(int newest) {
    while (kept.size() > newest) {
      world.disk().remove(kept.remove().directory());
    }
  }

  /** Takes a checkpoint, and gives up all others. */
  LogHistory dropHistory() {
    long index = facts().appliedIndex();
    if (world.bug() != SeededBug.ATTESTED_WITH_OLD_SNAPSHOTS) {
      checkpoint();
      keep(1);
    }
    return new LogHistory(index, index + 1);
  }

  /** The index of the oldest checkpoint; 0 if there is none. */
  long oldestCheckpoint() {
    Checkpoint oldest = kept.peekFirst();
    return oldest == null ? 0 : oldest.index();
  }

  /** Takes the checkpoint of another node if that is ahead. Whether it was. */
  boolean install(SimNode other) {
    Checkpoint theirs = other.kept.peekLast();
    if (theirs == null || theirs.index() <= facts().appliedIndex()) {
      return false;
    }
    world.journal().note(() -> id + " installs a snapshot of " + other + " at " + theirs.index());
    process.restore(theirs.directory());
    return true;
  }

  /** The process ends now. The store keeps all, or loses what was not forced to disk. */
  void crash(boolean losesUnforced) {
    long believed = facts().appliedIndex();
    process.end();
    if (losesUnforced) {
      store.crash(dice.below(store.unflushedCommits() + 1));
    } else {
      store.crash(store.unflushedCommits());
    }
    world.journal().note(() -> id + " crashed");
    startLater(believed, dice.between(5 * MILLISECOND, 1_500 * MILLISECOND));
  }

  /** The process stops taking requests, and ends a little later. */
  void restart() {
    SimProcess stopping = process;
    stopping.stop();
    world
        .loop()
        .after(dice.between(MILLISECOND, 20 * MILLISECOND), stopping.life(), () -> crash(false));
  }

  private void startLater(long believedIndex, long delayNanos) {
    world
        .loop()
        .after(
            delayNanos,
            outside,
            () -> {
              Bugs.beforeStart(world.bug(), store);
              process = new SimProcess(this, world, dice.split());
              Bugs.afterRestart(world.bug(), process);
              process.startFrom(
                  Bugs.firstEntry(world.bug(), world.log(), facts().appliedIndex(), believedIndex));
              world.log().greet(this);
              pump();
            });
  }

  /** The run is over. */
  void close() {
    process.close();
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
