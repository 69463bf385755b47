// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import com.google.protobuf.ByteString;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.Peer;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.RaftStatus;
import io.quorumkeep.raft.ReplicatedLog;
import io.quorumkeep.raft.ReplicatedStateMachine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The log of a cluster of one, without a disk: an entry is committed and applied as it is proposed,
 * or when {@link #release} says so.
 */
final class ImmediateLog implements ReplicatedLog {
  private static final long TERM = 1;

  private final PeerId self;
  private final ReplicatedStateMachine machine;
  private final Deque<Held> waiting = new ArrayDeque<>();
  private boolean held;
  private boolean leaderless;
  private long index;

  private record Held(ByteString entry, CompletableFuture<LogPosition> answer) {}

  ImmediateLog(PeerId self, ReplicatedStateMachine machine) {
    this.self = self;
    this.machine = machine;
  }

  @Override
  public synchronized CompletableFuture<LogPosition> propose(ByteString entry) {
    CompletableFuture<LogPosition> answer = new CompletableFuture<>();
    waiting.add(new Held(entry, answer));
    if (!held) {
      applyAll();
    }
    return answer;
  }

  @Override
  public void announceCommit() {
    // There is nobody to tell.
  }

  /** From now on entries wait. */
  synchronized void hold() {
    held = true;
  }

  /** Applies what waits, and lets others through. */
  synchronized void release() {
    held = false;
    applyAll();
  }

  /** Whether there is to be a leader. */
  synchronized void leaderless(boolean none) {
    leaderless = none;
  }

  private void applyAll() {
    for (Held next = waiting.poll(); next != null; next = waiting.poll()) {
      LogPosition position = new LogPosition(TERM, index++);
      machine.apply(position, next.entry());
      next.answer().complete(position);
    }
  }

  @Override
  public synchronized RaftStatus status() {
    return new RaftStatus(
        self,
        leaderless ? null : self,
        TERM,
        index - 1,
        machine.applied().index(),
        List.of(new Peer(self, "127.0.0.1:7444", "127.0.0.1:7443", true)));
  }
}
