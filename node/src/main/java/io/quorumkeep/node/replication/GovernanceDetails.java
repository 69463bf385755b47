// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.audit.AuditRecord.Detail;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.GuardedAction;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the audit record of a command about policies and proposals says beside operation and
 * resource: enough to know what was agreed to without looking elsewhere.
 *
 * @param proposal the proposal that the command names, or null if there is none
 */
record GovernanceDetails(@Nullable Proposal proposal)
    implements GovernanceCommand.Cases<List<Detail>> {
  @Override
  public List<Detail> setNamespacePolicy(GovernanceCommand.SetNamespacePolicy command) {
    List<Detail> details = new ArrayList<>();
    add(details, command.policy());
    if (!command.proposal().isEmpty()) {
      details.add(new Detail("proposal", command.proposal()));
    }
    return withReason(details, command);
  }

  @Override
  public List<Detail> createProposal(GovernanceCommand.CreateProposal command) {
    List<Detail> details = new ArrayList<>();
    details.add(new Detail("change", "create"));
    add(details, command.action());
    return withReason(details, command);
  }

  @Override
  public List<Detail> approveProposal(GovernanceCommand.ApproveProposal command) {
    return ofExisting("approve", command);
  }

  @Override
  public List<Detail> withdrawProposal(GovernanceCommand.WithdrawProposal command) {
    return ofExisting("withdraw", command);
  }

  private List<Detail> ofExisting(String change, GovernanceCommand command) {
    List<Detail> details = new ArrayList<>();
    details.add(new Detail("change", change));
    if (proposal != null) {
      details.add(new Detail("proposer", proposal.proposer().uri()));
      add(details, proposal.action());
    }
    return withReason(details, command);
  }

  private static List<Detail> withReason(List<Detail> details, GovernanceCommand command) {
    if (!command.reason().isEmpty()) {
      details.add(new Detail("reason", command.reason()));
    }
    return details;
  }

  private static void add(List<Detail> details, GuardedAction action) {
    details.add(new Detail("proposed_operation", action.operation().name()));
    details.add(new Detail("proposed_resource", action.target()));
    if (!action.digest().isEmpty()) {
      details.add(new Detail("digest", action.digest()));
    }
    NamespacePolicy policy = action.policy();
    if (policy != null) {
      add(details, policy);
    }
  }

  private static void add(List<Detail> details, NamespacePolicy policy) {
    details.add(
        new Detail(
            "algorithms",
            policy.algorithms().isEmpty()
                ? "all"
                : policy.algorithms().stream().map(Enum::name).collect(Collectors.joining(","))));
    details.add(
        new Detail("minimum_strength_bits", Integer.toString(policy.minimumStrengthBits())));
    details.add(
        new Detail(
            "approvals",
            policy.approvals().entrySet().stream()
                .map(needed -> needed.getKey() + "=" + needed.getValue())
                .collect(Collectors.joining(","))));
    details.add(new Detail("proposal_lifetime", policy.proposalLifetime().toString()));
  }

  /** Who had approved of the proposal that an operation carried out. */
  static Detail approvers(Proposal proposal) {
    return new Detail(
        "approved_by",
        proposal.approvals().stream()
            .map(approval -> approval.principal().uri())
            .collect(Collectors.joining(",")));
  }
}
