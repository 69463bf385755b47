// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.raft.LogHistory;
import java.util.concurrent.CompletableFuture;

/** Takes a snapshot of this node's state now, and gives up older snapshots and log files. */
@FunctionalInterface
public interface LocalHistory {
  /** Completes when it is done; fails if it is not, and may be asked again. */
  CompletableFuture<LogHistory> drop();
}
