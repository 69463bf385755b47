// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides commands about policies and proposals. Changes nothing. */
public final class GovernanceDecider {
  /** Proposals that are open at a time in a cluster. */
  public static final int MAX_OPEN_PROPOSALS = 10_000;

  private GovernanceDecider() {}

  /**
   * What a command is judged by.
   *
   * @param policy the one in force for what the command is about
   * @param proposal the proposal that the command names, or null if there is none
   * @param openProposals how many there are in the cluster
   */
  public record Situation(NamespacePolicy policy, @Nullable Proposal proposal, int openProposals) {}

  /** Decides a command that was authorised, at log time {@code now}. */
  public static GovernanceDecision decide(
      Situation situation, GovernanceCommand command, Instant now, Principal principal) {
    return command.match(new Cases(situation, now, principal));
  }

  private record Cases(Situation situation, Instant now, Principal principal)
      implements GovernanceCommand.Cases<GovernanceDecision> {
    @Override
    public GovernanceDecision setNamespacePolicy(GovernanceCommand.SetNamespacePolicy command) {
      return new GovernanceDecision.Accepted(
          new GovernanceEvent.NamespacePolicySet(
              command.namespace(), now, situation.policy(), command.policy(), command.reason()));
    }

    @Override
    public GovernanceDecision createProposal(GovernanceCommand.CreateProposal command) {
      if (situation.proposal() != null) {
        return rejected(
            Reason.PROPOSAL_ALREADY_EXISTS, "there is or was a proposal with this name");
      }
      if (situation.openProposals() >= MAX_OPEN_PROPOSALS) {
        return rejected(
            Reason.TOO_MANY_PROPOSALS, MAX_OPEN_PROPOSALS + " proposals of the cluster are open");
      }
      NamespacePolicy policy = situation.policy();
      Duration longest = policy.proposalLifetime();
      Duration asked = command.lifetime();
      Duration lifetime = asked == null || asked.compareTo(longest) > 0 ? longest : asked;
      return new GovernanceDecision.Accepted(
          new GovernanceEvent.ProposalCreated(
              new Proposal(
                  command.id(),
                  command.action(),
                  command.reason(),
                  principal,
                  now,
                  now.plus(lifetime),
                  policy.approvalsFor(command.action().operation()),
                  List.of(),
                  null)));
    }

    @Override
    public GovernanceDecision approveProposal(GovernanceCommand.ApproveProposal command) {
      Proposal proposal = situation.proposal();
      if (proposal == null) {
        return notFound();
      }
      Rejection useless = ApprovalRules.uselessness(proposal, now);
      if (useless != null) {
        return new GovernanceDecision.Rejected(useless);
      }
      if (proposal.proposer().equals(principal)) {
        return rejected(Reason.SELF_APPROVAL, "nobody approves of a proposal of his own");
      }
      if (proposal.isApprovedBy(principal)) {
        return rejected(Reason.ALREADY_APPROVED, "this principal approved of it before");
      }
      if (proposal.approvals().size() >= Proposal.MAX_APPROVALS) {
        return rejected(
            Reason.PROPOSAL_CLOSED,
            "the proposal has " + Proposal.MAX_APPROVALS + " approvals and takes no more");
      }
      return new GovernanceDecision.Accepted(
          new GovernanceEvent.ProposalApproved(command.id(), now, principal, command.reason()));
    }

    @Override
    public GovernanceDecision withdrawProposal(GovernanceCommand.WithdrawProposal command) {
      Proposal proposal = situation.proposal();
      if (proposal == null) {
        return notFound();
      }
      Rejection useless = ApprovalRules.uselessness(proposal, now);
      return useless != null
          ? new GovernanceDecision.Rejected(useless)
          : new GovernanceDecision.Accepted(
              new GovernanceEvent.ProposalWithdrawn(
                  command.id(), now, principal, command.reason()));
    }
  }

  private static GovernanceDecision notFound() {
    return rejected(Reason.PROPOSAL_NOT_FOUND, "no proposal has this name");
  }

  private static GovernanceDecision rejected(Reason reason, String detail) {
    return new GovernanceDecision.Rejected(new Rejection(reason, detail));
  }
}
