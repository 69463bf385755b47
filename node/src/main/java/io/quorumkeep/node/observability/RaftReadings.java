// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

/** Where this node stands in the replicated log; read at each scrape, so it must be cheap. */
public interface RaftReadings {
  boolean isLeader();

  long term();

  long commitIndex();

  long appliedIndex();

  /** How often the leader changed since the process started; never goes down. */
  long leaderChanges();
}
