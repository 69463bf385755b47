// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.quorumkeep.client.Approval;
import io.quorumkeep.client.GuardedAction;
import io.quorumkeep.client.GuardedOperation;
import io.quorumkeep.client.NamespacePolicy;
import io.quorumkeep.client.Proposal;
import io.quorumkeep.client.ProposalState;
import io.quorumkeep.v1.RequiredApprovals;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Translates policies of namespaces and proposals. */
final class GovernanceMessages {
  private static final String OPERATION_PREFIX = "GUARDED_OPERATION_";
  private static final String STATE_PREFIX = "PROPOSAL_STATE_";

  private GovernanceMessages() {}

  static io.quorumkeep.v1.NamespacePolicy policy(NamespacePolicy policy) {
    var out =
        io.quorumkeep.v1.NamespacePolicy.newBuilder()
            .setMinimumStrengthBits(policy.minimumStrengthBits())
            .setProposalLifetime(Times.duration(policy.proposalLifetime()));
    policy.algorithms().forEach(algorithm -> out.addAlgorithms(KeyMessages.algorithm(algorithm)));
    policy
        .requiredApprovals()
        .forEach(
            (operation, count) ->
                out.addRequiredApprovals(
                    RequiredApprovals.newBuilder()
                        .setOperation(operation(operation))
                        .setCount(count)));
    return out.build();
  }

  static NamespacePolicy policy(io.quorumkeep.v1.NamespacePolicy policy) {
    Map<GuardedOperation, Integer> approvals = new TreeMap<>();
    for (RequiredApprovals required : policy.getRequiredApprovalsList()) {
      approvals.put(operation(required.getOperation()), required.getCount());
    }
    return new NamespacePolicy(
        policy.getAlgorithmsList().stream().map(KeyMessages::algorithm).toList(),
        policy.getMinimumStrengthBits(),
        approvals,
        Duration.ofSeconds(
            policy.getProposalLifetime().getSeconds(), policy.getProposalLifetime().getNanos()));
  }

  static io.quorumkeep.v1.GuardedAction action(GuardedAction action) {
    var out =
        io.quorumkeep.v1.GuardedAction.newBuilder()
            .setOperation(operation(action.operation()))
            .setResource(action.resource())
            .setDigest(action.digest());
    action.policy().ifPresent(policy -> out.setPolicy(policy(policy)));
    return out.build();
  }

  private static GuardedAction action(io.quorumkeep.v1.GuardedAction action) {
    return new GuardedAction(
        operation(action.getOperation()),
        action.getResource(),
        action.hasPolicy() ? Optional.of(policy(action.getPolicy())) : Optional.empty(),
        action.getDigest());
  }

  static Proposal proposal(io.quorumkeep.v1.Proposal proposal) {
    return new Proposal(
        proposal.getName(),
        action(proposal.getAction()),
        proposal.getReason(),
        proposal.getProposer(),
        Times.instant(proposal.getCreateTime()),
        Times.instant(proposal.getExpireTime()),
        proposal.getApprovalsList().stream()
            .map(
                approval ->
                    new Approval(approval.getPrincipal(), Times.instant(approval.getTime())))
            .toList(),
        proposal.getRequiredApprovals(),
        state(proposal.getState()),
        Times.optional(proposal.hasCloseTime(), proposal.getCloseTime()),
        proposal.getCloser());
  }

  private static io.quorumkeep.v1.GuardedOperation operation(GuardedOperation operation) {
    return io.quorumkeep.v1.GuardedOperation.valueOf(OPERATION_PREFIX + operation.name());
  }

  private static GuardedOperation operation(io.quorumkeep.v1.GuardedOperation operation) {
    return switch (operation) {
      case GUARDED_OPERATION_UNSPECIFIED, UNRECOGNIZED -> GuardedOperation.UNKNOWN;
      default -> GuardedOperation.valueOf(operation.name().substring(OPERATION_PREFIX.length()));
    };
  }

  static io.quorumkeep.v1.ProposalState state(ProposalState state) {
    return io.quorumkeep.v1.ProposalState.valueOf(STATE_PREFIX + state.name());
  }

  private static ProposalState state(io.quorumkeep.v1.ProposalState state) {
    return switch (state) {
      case PROPOSAL_STATE_UNSPECIFIED, UNRECOGNIZED -> ProposalState.UNKNOWN;
      default -> ProposalState.valueOf(state.name().substring(STATE_PREFIX.length()));
    };
  }
}
