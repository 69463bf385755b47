// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether an operation has the approvals it needs, at its own log position. */
public final class ApprovalRules {
  private ApprovalRules() {}

  /**
   * Judges an operation that was authorised.
   *
   * @param needed approvals by the policy in force
   * @param proposalId what the operation names; empty if nothing
   * @param proposal that proposal, or null if there is none
   * @param now log time
   * @param principal who asks for the operation
   * @param mayStillApprove whether somebody who approved may still do so: an approval of one whose
   *     grant was taken back does not count
   */
  public static Clearance check(
      GuardedAction action,
      int needed,
      String proposalId,
      @Nullable Proposal proposal,
      Instant now,
      Principal principal,
      Predicate<Principal> mayStillApprove) {
    if (proposalId.isEmpty()) {
      return needed == 0 ? Clearance.FREE : approvalRequired(action, needed);
    }
    if (proposal == null) {
      return refused(Reason.PROPOSAL_NOT_FOUND, "no proposal has this name");
    }
    if (!proposal.proposer().equals(principal)) {
      return refused(Reason.PROPOSAL_MISMATCH, "the proposal was made by another principal");
    }
    if (!proposal.action().equals(action)) {
      return refused(
          Reason.PROPOSAL_MISMATCH,
          "the proposal is for "
              + proposal.action().operation()
              + " of "
              + proposal.action().target()
              + (isSameTarget(proposal.action(), action) ? ", but with other parameters" : ""));
    }
    Rejection useless = uselessness(proposal, now);
    if (useless != null) {
      return new Clearance.Refused(useless);
    }
    long given =
        proposal.approvals().stream().map(Approval::principal).filter(mayStillApprove).count();
    int required = Math.max(needed, proposal.required());
    return given < required
        ? refused(
            Reason.APPROVALS_MISSING,
            "the proposal has " + given + " of " + required + " approvals")
        : new Clearance.Cleared(
            new GovernanceEvent.ProposalConsumed(proposal.id(), now, principal));
  }

  private static boolean isSameTarget(GuardedAction one, GuardedAction other) {
    return one.operation() == other.operation() && one.target().equals(other.target());
  }

  /** Why nothing more can be done with a proposal, or null if something can. */
  static @Nullable Rejection uselessness(Proposal proposal, Instant now) {
    Proposal.Closing closing = proposal.closing();
    if (closing != null) {
      return new Rejection(
          Reason.PROPOSAL_CLOSED,
          "the proposal was " + (closing.consumed() ? "carried out" : "withdrawn"));
    }
    return proposal.isExpiredAt(now)
        ? new Rejection(Reason.PROPOSAL_EXPIRED, "the proposal expired at " + proposal.expiresAt())
        : null;
  }

  private static Clearance approvalRequired(GuardedAction action, int needed) {
    return refused(
        Reason.APPROVAL_REQUIRED,
        action.operation()
            + " of "
            + action.target()
            + " needs a proposal with "
            + needed
            + (needed == 1 ? " approval" : " approvals"));
  }

  private static Clearance refused(Reason reason, String detail) {
    return new Clearance.Refused(new Rejection(reason, detail));
  }
}
