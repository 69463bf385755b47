// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Carries requests between nodes beside the log, on the peer plane: TLS 1.3 with certificates of
 * the cluster CA, each pinned to the name of a member.
 */
public interface PeerChannel {
  /**
   * Asks another node.
   *
   * @param method the name under which the other node registered a {@link Handler}
   * @return the answer. Fails with {@link PeerCallException}; {@code UNKNOWN} whenever the request
   *     may have reached the other node.
   */
  CompletableFuture<ByteString> call(
      PeerId peer, String method, ByteString request, Duration timeout);

  /** Answers requests of other nodes. Registered before the node starts. */
  @FunctionalInterface
  interface Handler {
    /**
     * Answers one request.
     *
     * @param caller the name in the caller's certificate
     * @return the answer; a failure reaches the caller as a failure without its text. Must not
     *     block.
     */
    CompletableFuture<ByteString> handle(PeerId caller, ByteString request);
  }
}
