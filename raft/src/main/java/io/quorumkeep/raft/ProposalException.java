// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft;

/** An entry was not, or not known to be, committed. */
public final class ProposalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What became of the entry. */
  public enum Outcome {
    /** It was never appended and never will be: safe to propose elsewhere. */
    NOT_PROPOSED,
    /** It may or may not take effect, now or later. */
    UNKNOWN
  }

  private final Outcome outcome;

  public ProposalException(Outcome outcome, String message) {
    super(message);
    this.outcome = outcome;
  }

  public ProposalException(Outcome outcome, String message, Throwable cause) {
    super(message, cause);
    this.outcome = outcome;
  }

  public Outcome outcome() {
    return outcome;
  }
}
