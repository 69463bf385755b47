// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import com.google.protobuf.ByteString;
import io.quorumkeep.it.simulation.EventLoop.Scope;
import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.PeerId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node: a disk and a clock that last, and a process that does not. */
final class SimNode {
  private static final long MILLISECOND = 1_000_000;

  private final World world;
  private final Dice dice;
  private final PeerId id;
  private final Scope outside = new Scope();
  private final InMemoryKeyValueStore store;
  private final long entropySeed;
  private long clockOffsetSeconds;
  private int checkpoints;
  private @Nullable Checkpoint latest;
  private SimProcess process;

  /** A checkpoint on the disk. */
  private record Checkpoint(Path directory, long index) {}

  SimNode(int number, World world, Dice dice) {
    this.world = world;
    this.dice = dice;
    this.id = new PeerId("n" + number);
    this.store = new InMemoryKeyValueStore(world.disk());
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

  CompletableFuture<ByteString> accept(ByteString batch) {
    return process.commit().accept(batch);
  }

  void send(Call.Attempt attempt, Consumer<Reply> answered) {
    process.edge().send(attempt, answered);
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
    latest = new Checkpoint(directory, facts().appliedIndex());
  }

  /** Takes the checkpoint of another node if that is ahead. Whether it was. */
  boolean install(SimNode other) {
    Checkpoint theirs = other.latest;
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
    process.life().end();
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

  @Override
  public String toString() {
    return id.toString();
  }
}
