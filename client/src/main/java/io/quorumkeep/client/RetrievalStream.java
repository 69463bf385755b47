// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.concurrent.CompletableFuture;

/**
 * One long call over which material is retrieved with the least effort, for the busiest callers.
 * Answers come in any order. Safe for use by many threads.
 *
 * <p>When the node at the other end goes away, everything unanswered is asked again of another node
 * with the same request ids, so a failover shows as latency, and each release is still audited
 * once.
 */
public interface RetrievalStream extends AutoCloseable {

  /** How many requests may be unanswered at a time. */
  int MAX_UNANSWERED = 4_096;

  /**
   * Asks for the material of a key, or of a version. Waits while {@link #MAX_UNANSWERED} requests
   * are unanswered, at most for the deadline of a retrieval; so do not call it from a callback that
   * runs on the client's own threads.
   *
   * @return completes with the key, which the caller closes, or fails with a {@link
   *     QuorumkeepException}
   */
  CompletableFuture<RetrievedKey> retrieve(String name);

  /** Ends the call; whatever is unanswered fails. */
  @Override
  void close();
}
