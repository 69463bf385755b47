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

  /**
   * Tells the other members now how far the log is committed, so that they apply it. Otherwise they
   * learn it with the next entry, or with a heartbeat. Does nothing on a member that does not lead;
   * nothing rests on it.
   */
  void announceCommit();

  RaftStatus status();
}
