// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft;

/** A request to another node failed. */
public final class PeerCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whether the other node can have acted on the request. */
  public enum Outcome {
    /** It never left this node, or the other node refused it unread. */
    NOT_DELIVERED,
    UNKNOWN
  }

  private final Outcome outcome;

  public PeerCallException(Outcome outcome, String message) {
    super(message);
    this.outcome = outcome;
  }

  public PeerCallException(Outcome outcome, String message, Throwable cause) {
    super(message, cause);
    this.outcome = outcome;
  }

  public Outcome outcome() {
    return outcome;
  }
}
