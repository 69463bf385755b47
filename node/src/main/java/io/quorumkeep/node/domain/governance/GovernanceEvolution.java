// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import io.quorumkeep.node.domain.CorruptLogException;
import org.jspecify.annotations.Nullable;

/** Folds events into policies and proposals. */
public final class GovernanceEvolution {
  private GovernanceEvolution() {}

  /**
   * Returns the policy of the namespace as it is after {@code event}.
   *
   * @param before the default if it had none
   * @throws CorruptLogException if the event cannot follow
   */
  public static NamespacePolicy evolve(
      NamespacePolicy before, GovernanceEvent.NamespacePolicySet event) {
    if (!before.equals(event.before())) {
      throw new CorruptLogException(
          "the policy of " + event.namespace() + " was set over another than there was");
    }
    return event.after();
  }

  /**
   * Returns the proposal as it is after {@code event}.
   *
   * @param before null if there was none
   * @throws CorruptLogException if the event cannot follow
   */
  public static Proposal evolve(@Nullable Proposal before, GovernanceEvent.OfProposal event) {
    if (event instanceof GovernanceEvent.ProposalCreated created) {
      return created(before, created);
    }
    if (before == null || !before.id().equals(event.id()) || !before.isOpenAt(event.occurredAt())) {
      throw impossible(event);
    }
    if (event instanceof GovernanceEvent.ProposalApproved approved) {
      return approved(before, approved);
    }
    if (event instanceof GovernanceEvent.ProposalWithdrawn withdrawn) {
      return before.closed(
          new Proposal.Closing(false, withdrawn.principal(), withdrawn.occurredAt()));
    }
    GovernanceEvent.ProposalConsumed consumed = (GovernanceEvent.ProposalConsumed) event;
    if (!before.proposer().equals(consumed.principal())
        || before.approvals().size() < before.required()) {
      throw impossible(event);
    }
    return before.closed(new Proposal.Closing(true, consumed.principal(), consumed.occurredAt()));
  }

  private static Proposal created(
      @Nullable Proposal before, GovernanceEvent.ProposalCreated event) {
    Proposal proposal = event.proposal();
    if (before != null || !proposal.approvals().isEmpty() || proposal.closing() != null) {
      throw impossible(event);
    }
    return proposal;
  }

  private static Proposal approved(Proposal before, GovernanceEvent.ProposalApproved event) {
    if (before.proposer().equals(event.principal()) || before.isApprovedBy(event.principal())) {
      throw impossible(event);
    }
    return before.withApproval(new Approval(event.principal(), event.occurredAt()));
  }

  private static CorruptLogException impossible(GovernanceEvent.OfProposal event) {
    return new CorruptLogException(
        event.getClass().getSimpleName() + " of proposal " + event.id() + " cannot follow");
  }
}
