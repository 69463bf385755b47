// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A running member of the cluster. */
public interface RaftNode extends AutoCloseable {
  ReplicatedLog log();

  PeerChannel channel();

  /**
   * Asks this node, which must be the leader, to hand over.
   *
   * @param to the next leader, or null for "step down, whoever follows"
   * @return completes when another node leads; fails with {@link ProposalException} otherwise
   */
  CompletableFuture<Void> transferLeadership(@Nullable PeerId to, Duration timeout);

  /**
   * Takes a snapshot of this node's state now, and drops the log before it.
   *
   * @return the index up to which the snapshot holds everything
   */
  CompletableFuture<Long> snapshot(Duration timeout);

  /**
   * Takes a snapshot of this node's state now, verifies it, and removes all older ones. The log
   * before it is dropped as far as whole files of it can be.
   *
   * @return what is left; fails if the snapshot was not taken or does not verify, and nothing was
   *     removed then
   */
  CompletableFuture<LogHistory> dropHistory(Duration timeout);

  /** Leaves, after applying what is known to be committed. The state machine stays open. */
  @Override
  void close();
}
