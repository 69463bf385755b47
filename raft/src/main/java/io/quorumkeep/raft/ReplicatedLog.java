// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft;

import com.google.protobuf.ByteString;
import java.util.concurrent.CompletableFuture;

/** The log that the cluster agrees on. Safe for use by many threads. */
public interface ReplicatedLog {
  /**
   * Asks the cluster to append an entry. Only the leader can.
   *
   * @return completes after the entry was committed by a quorum and applied on this node. Fails
   *     with {@link ProposalException}, which says whether the entry may take effect all the same.
   *     Completed on a thread of the log: a continuation must not block.
   */
  CompletableFuture<LogPosition> propose(ByteString entry);

  RaftStatus status();
}
