// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import com.google.protobuf.ByteString;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.ProposalException;
import io.quorumkeep.raft.ProposalException.Outcome;
import io.quorumkeep.raft.RaftStatus;
import io.quorumkeep.raft.ReplicatedLog;
import io.quorumkeep.raft.config.LogLimits;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * Proposes by calling the division of this process, on the caller's thread.
 *
 * <p>That saves the two hand-offs between threads of a call through Ratis's server. A caller must
 * not be interrupted meanwhile: Ratis closes the division when an append is interrupted.
 */
final class RatisLog implements ReplicatedLog {
  private final RaftClientAsynchronousProtocol division;
  private final RaftPeerId self;
  private final RaftGroupId groupId;
  private final ClientId clientId;
  private final AtomicLong callIds;
  private final Admission admission;
  private final Supplier<RaftStatus> status;
  private final CommitNews news;

  RatisLog(
      RaftClientAsynchronousProtocol division,
      Requests requests,
      LogLimits limits,
      Supplier<RaftStatus> status,
      CommitNews news) {
    this.division = division;
    this.self = requests.self();
    this.groupId = requests.groupId();
    this.clientId = requests.clientId();
    this.callIds = requests.callIds();
    this.admission = new Admission(limits.maxOutstandingEntries());
    this.status = status;
    this.news = news;
  }

  @Override
  public CompletableFuture<LogPosition> propose(ByteString entry) {
    int size = entry.size();
    if (size == 0 || size > LogLimits.MAX_ENTRY_BYTES) {
      throw new IllegalArgumentException(
          "an entry has 1 to " + LogLimits.MAX_ENTRY_BYTES + " bytes, not " + size);
    }
    if (Thread.currentThread().isInterrupted()) {
      return refused("the proposing thread was interrupted");
    }
    if (!admission.tryAcquire(size)) {
      return refused("too many proposals are waiting");
    }
    Proposal proposal = new Proposal(ByteStrings.toRatis(entry), admission);
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(clientId)
            .setServerId(self)
            .setGroupId(groupId)
            .setCallId(callIds.incrementAndGet())
            .setMessage(proposal)
            .setType(RaftClientRequest.writeRequestType())
            .build();
    try {
      CompletableFuture<RaftClientReply> unused =
          division.submitClientRequestAsync(request).whenComplete(proposal::answered);
      return proposal.result();
    } catch (IOException | RuntimeException e) {
      proposal.failed(e);
      return proposal.result();
    }
  }

  @Override
  public void announceCommit() {
    news.announce(status.get().commitIndex());
  }

  @Override
  public RaftStatus status() {
    return status.get();
  }

  private static CompletableFuture<LogPosition> refused(String why) {
    return CompletableFuture.failedFuture(new ProposalException(Outcome.NOT_PROPOSED, why));
  }

  /** Who asks Ratis, and for which group. */
  record Requests(RaftPeerId self, RaftGroupId groupId, ClientId clientId, AtomicLong callIds) {}

  /**
   * Bounds what is in flight, below Ratis's own bounds, whose refusals are not always definite. The
   * count is in the upper half of one number, the bytes in the lower.
   */
  static final class Admission {
    private static final int COUNT_SHIFT = 32;
    private final int maxEntries;
    private final AtomicLong inFlight = new AtomicLong();

    Admission(int maxEntries) {
      this.maxEntries = maxEntries;
    }

    boolean tryAcquire(int bytes) {
      long after = inFlight.addAndGet(one(bytes));
      if (after >>> COUNT_SHIFT <= maxEntries && (int) after <= LogLimits.MAX_OUTSTANDING_BYTES) {
        return true;
      }
      inFlight.addAndGet(-one(bytes));
      return false;
    }

    void release(int bytes) {
      inFlight.addAndGet(-one(bytes));
    }

    private static long one(int bytes) {
      return (1L << COUNT_SHIFT) + bytes;
    }
  }
}
