// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import io.quorumkeep.raft.HaltPolicy;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.ReplicatedStateMachine;
import io.quorumkeep.raft.ratis.Checkpoints.Checkpoint;
import io.quorumkeep.raft.storage.HighWaterMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Feeds committed entries to the {@link ReplicatedStateMachine}.
 *
 * <p>Ratis logs an exception of apply, skips the entry and goes on: here any failure halts. Ratis
 * also starts from the last snapshot while the state may hold later entries: those are skipped.
 * {@code seen} is where Ratis is in the log, its own entries included; {@code appliedIndex} is what
 * the state holds.
 */
final class RatisStateMachine extends BaseStateMachine {
  private static final CompletableFuture<Message> DONE =
      CompletableFuture.completedFuture(Message.EMPTY);

  private final ReplicatedStateMachine stateMachine;
  private final Checkpoints checkpoints;
  private final HighWaterMark mark;
  private final HaltPolicy haltPolicy;
  private final Roles roles;
  private volatile TermIndex seen;
  private volatile long appliedIndex;
  private volatile boolean halted;
  private volatile RaftServer.@Nullable Division division;

  /** Goes on from where {@link Recovery} left the disk. */
  RatisStateMachine(
      ReplicatedStateMachine stateMachine,
      Checkpoints checkpoints,
      HighWaterMark mark,
      HaltPolicy haltPolicy) {
    this.stateMachine = stateMachine;
    this.checkpoints = checkpoints;
    this.mark = mark;
    this.haltPolicy = haltPolicy;
    this.roles = new Roles(stateMachine);
    SnapshotInfo latest = checkpoints.getLatestSnapshot();
    this.seen = latest == null ? TermIndex.INITIAL_VALUE : latest.getTermIndex();
    this.appliedIndex = stateMachine.applied().index();
  }

  /** Tells the state machine what this node is, if nothing has happened yet. */
  void started() {
    roles.look(division().getInfo());
  }

  /** What the state holds, or where Ratis is, whichever is later. */
  long appliedIndex() {
    return Math.max(appliedIndex, seen.getIndex());
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage storage)
      throws IOException {
    super.initialize(server, groupId, storage);
    // Installing a snapshot and adding members hang for ever unless it is RUNNING.
    getLifeCycle().transition(LifeCycle.State.STARTING);
    getLifeCycle().transition(LifeCycle.State.RUNNING);
  }

  @Override
  public TransactionContext preAppendTransaction(TransactionContext transaction) {
    RaftClientRequest request = transaction.getClientRequest();
    if (request != null && request.getMessage() instanceof Proposal proposal) {
      proposal.appending();
    }
    return transaction;
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = transaction.getLogEntry();
    LogPosition position = new LogPosition(entry.getTerm(), entry.getIndex());
    try {
      requireRunning();
      if (position.index() > appliedIndex) {
        stateMachine.apply(
            position, ByteStrings.fromRatis(entry.getStateMachineLogEntry().getLogData()));
        appliedIndex = position.index();
      }
      see(position);
    } catch (Throwable t) {
      throw halt("applying the entry at " + position, t);
    }
    RaftClientRequest request = transaction.getClientRequest();
    if (request != null && request.getMessage() instanceof Proposal proposal) {
      proposal.applied(position);
    }
    return DONE;
  }

  @Override
  public void notifyTermIndexUpdated(long term, long index) {
    see(new LogPosition(term, index));
  }

  @Override
  public TermIndex getLastAppliedTermIndex() {
    return seen;
  }

  @Override
  public long takeSnapshot() {
    try {
      requireRunning();
      TermIndex at = seen;
      Checkpoint latest = checkpoints.latest();
      boolean replaying = at.getIndex() < appliedIndex;
      if (replaying || (latest != null && latest.index() >= at.getIndex())) {
        return latest == null ? RaftLog.INVALID_LOG_INDEX : latest.index();
      }
      LogPosition position = new LogPosition(at.getTerm(), at.getIndex());
      return checkpoints.take(stateMachine, position).index();
    } catch (Throwable t) {
      throw halt("taking a snapshot", t);
    }
  }

  /** Removes all snapshots but the newest, which must verify; returns its index. */
  long keepNewestSnapshot() throws IOException {
    return checkpoints.keepNewest();
  }

  @Override
  public StateMachineStorage getStateMachineStorage() {
    return checkpoints;
  }

  /**
   * A snapshot of the leader has arrived, and is about to replace those of this node. Ratis calls
   * this from the network; what is thrown here makes the leader send the snapshot again.
   */
  @Override
  public void pause() {
    try {
      checkpoints.verifyReceived();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot verify the snapshot of the leader", e);
    }
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  /** The snapshot of the leader is in place; this is the thread that applies. */
  @Override
  public void reinitialize() {
    try {
      requireRunning();
      checkpoints.find();
      Checkpoint latest = checkpoints.latest();
      if (latest == null) {
        throw new IllegalStateException("no sound snapshot after one was installed");
      }
      checkpoints.restore(latest, stateMachine);
      appliedIndex = stateMachine.applied().index();
      LogPosition position = latest.manifest().position();
      seen = TermIndex.valueOf(position.term(), position.index());
      mark.raise(position);
    } catch (Throwable t) {
      throw halt("restoring the snapshot of the leader", t);
    }
    getLifeCycle().transition(LifeCycle.State.STARTING);
    getLifeCycle().transition(LifeCycle.State.RUNNING);
  }

  @Override
  public void notifyLogFailed(Throwable cause, LogEntryProto failedEntry) {
    halted = true;
    haltPolicy.halt("writing the log", cause);
  }

  @Override
  public void notifyLeaderReady() {
    roles.look(division().getInfo());
  }

  @Override
  public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId newLeader) {
    roles.look(division().getInfo());
  }

  @Override
  public void notifyNotLeader(Collection<TransactionContext> pending) {
    roles.lost(division().getInfo());
  }

  private void see(LogPosition position) {
    seen = TermIndex.valueOf(position.term(), position.index());
    // An entry can be committed by others before it is in this node's own log.
    if (division().getRaftLog().getFlushIndex() >= position.index()) {
      mark.raise(position);
    }
  }

  private RaftServer.Division division() {
    RaftServer.Division known = division;
    if (known == null) {
      try {
        known = getServer().join().getDivision(getGroupId());
      } catch (IOException e) {
        throw new IllegalStateException("called back by a group that is not there", e);
      }
      division = known;
    }
    return known;
  }

  private void requireRunning() {
    if (halted) {
      throw new IllegalStateException("this node was halted");
    }
  }

  private IllegalStateException halt(String reason, Throwable cause) {
    if (!halted) {
      halted = true;
      haltPolicy.halt(reason, cause);
    }
    return new IllegalStateException("halted while " + reason, cause);
  }
}
