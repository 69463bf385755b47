// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import com.google.protobuf.ByteString;
import io.quorumkeep.raft.PeerCallException;
import io.quorumkeep.raft.PeerChannel;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.ProposalException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How a follower hands a batch to the leader: the answer is one byte that says what became of it.
 */
final class Forwarding {
  /** The name of the request on the peer plane. */
  static final String METHOD = "Propose";

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final ByteString APPLIED = ByteString.copyFrom(new byte[] {1});
  private static final ByteString NOT_PROPOSED = ByteString.copyFrom(new byte[] {2});
  private static final ByteString UNKNOWN = ByteString.copyFrom(new byte[] {3});

  private Forwarding() {}

  /** Completes with null if the batch was applied by the leader, else with what became of it. */
  static CompletableFuture<ProposalException.@Nullable Outcome> send(
      PeerChannel channel, PeerId leader, ByteString batch) {
    return channel
        .call(leader, METHOD, batch, TIMEOUT)
        .handle((answer, failure) -> failure == null ? read(answer) : read(failure));
  }

  static ByteString answer(ProposalException.@Nullable Outcome outcome) {
    if (outcome == null) {
      return APPLIED;
    }
    return switch (outcome) {
      case NOT_PROPOSED -> NOT_PROPOSED;
      case UNKNOWN -> UNKNOWN;
    };
  }

  private static ProposalException.@Nullable Outcome read(ByteString answer) {
    if (answer.equals(APPLIED)) {
      return null;
    }
    return answer.equals(NOT_PROPOSED)
        ? ProposalException.Outcome.NOT_PROPOSED
        : ProposalException.Outcome.UNKNOWN;
  }

  private static ProposalException.Outcome read(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    PeerCallException known =
        failure instanceof PeerCallException direct
            ? direct
            : cause instanceof PeerCallException wrapped ? wrapped : null;
    return known != null && known.outcome() == PeerCallException.Outcome.NOT_DELIVERED
        ? ProposalException.Outcome.NOT_PROPOSED
        : ProposalException.Outcome.UNKNOWN;
  }
}
