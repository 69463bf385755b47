// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.ProposalException;
import io.quorumkeep.raft.ProposalException.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One entry on its way through the leader: the message that Ratis appends, and the answer to the
 * proposer.
 *
 * <p>Ratis says "not the leader" both before it appended an entry and when the leader steps down
 * with the entry in its log. Only the first is definite, so the entry notes that it is about to be
 * appended, which Ratis announces under the lock of its log.
 */
final class Proposal implements Message {
  private final ByteString content;
  private final RatisLog.Admission admission;
  private final CompletableFuture<LogPosition> result = new CompletableFuture<>();
  private final AtomicBoolean finished = new AtomicBoolean();
  private volatile boolean appending;

  Proposal(ByteString content, RatisLog.Admission admission) {
    this.content = content;
    this.admission = admission;
  }

  CompletableFuture<LogPosition> result() {
    return result;
  }

  @Override
  public ByteString getContent() {
    return content;
  }

  @Override
  public int size() {
    return content.size();
  }

  void appending() {
    appending = true;
  }

  void applied(LogPosition position) {
    if (finish()) {
      result.complete(position);
    }
  }

  /** Takes the answer of Ratis, which comes after {@link #applied} if all went well. */
  void answered(@Nullable RaftClientReply reply, @Nullable Throwable failure) {
    if (result.isDone()) {
      return;
    }
    Throwable cause = failure == null && reply != null ? reply.getException() : failure;
    failed(cause == null ? new IllegalStateException("answered without being applied") : cause);
  }

  void failed(Throwable cause) {
    if (!finish()) {
      return;
    }
    result.completeExceptionally(
        appending
            ? new ProposalException(
                Outcome.UNKNOWN, "the entry was appended, and may or may not be committed", cause)
            : new ProposalException(
                Outcome.NOT_PROPOSED, "this node cannot propose: it does not lead", cause));
  }

  /** Whether this is the first end of it. Its room is free before a continuation proposes more. */
  private boolean finish() {
    boolean first = finished.compareAndSet(false, true);
    if (first) {
      admission.release(content.size());
    }
    return first;
  }

  /** The content may be confidential. */
  @Override
  public String toString() {
    return "Proposal[" + content.size() + " bytes]";
  }
}
