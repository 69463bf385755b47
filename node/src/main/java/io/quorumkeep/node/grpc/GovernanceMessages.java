// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.application.Queries;
import io.quorumkeep.node.domain.governance.GuardedAction;
import io.quorumkeep.node.domain.governance.GuardedOperation;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.governance.SecurityStrength;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.v1.Approval;
import io.quorumkeep.v1.ProposalState;
import io.quorumkeep.v1.RequiredApprovals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Policies of namespaces and proposals as messages have them. */
final class GovernanceMessages {
  private GovernanceMessages() {}

  static io.quorumkeep.v1.NamespacePolicy policy(NamespacePolicy policy) {
    var out =
        io.quorumkeep.v1.NamespacePolicy.newBuilder()
            .setMinimumStrengthBits(policy.minimumStrengthBits())
            .setProposalLifetime(Times.of(policy.proposalLifetime()));
    policy.algorithms().forEach(algorithm -> out.addAlgorithmsValue(algorithm.number()));
    for (GuardedOperation operation : GuardedOperation.values()) {
      if (operation.isInNamespace()) {
        out.addRequiredApprovals(
            RequiredApprovals.newBuilder()
                .setOperationValue(operation.number())
                .setCount(policy.approvalsFor(operation)));
      }
    }
    return out.build();
  }

  /**
   * The policy in a request.
   *
   * @param field where it stands
   * @throws RefusedException if a field is not as it must be
   */
  static NamespacePolicy policy(String field, io.quorumkeep.v1.NamespacePolicy policy) {
    List<KeyAlgorithm> algorithms = new ArrayList<>();
    for (int number : policy.getAlgorithmsValueList()) {
      algorithms.add(KeyMessages.algorithm(field + ".algorithms", number));
    }
    int strength = policy.getMinimumStrengthBits();
    Duration lifetime =
        policy.hasProposalLifetime()
            ? Parse.duration(field + ".proposal_lifetime", policy.getProposalLifetime())
            : NamespacePolicy.DEFAULT_LIFETIME;
    try {
      return new NamespacePolicy(
          algorithms,
          strength == 0 ? SecurityStrength.FLOOR_BITS : strength,
          approvals(field + ".required_approvals", policy.getRequiredApprovalsList()),
          lifetime);
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_ARGUMENT, field, e);
    }
  }

  private static SortedMap<GuardedOperation, Integer> approvals(
      String field, List<RequiredApprovals> required) {
    SortedMap<GuardedOperation, Integer> approvals = new TreeMap<>();
    for (RequiredApprovals one : required) {
      GuardedOperation operation = operation(field, one.getOperationValue());
      if (approvals.put(operation, one.getCount()) != null) {
        throw RefusedException.ofField(
            ErrorCatalog.INVALID_ARGUMENT, field, operation + " is named twice");
      }
    }
    // What says no more than the default is the same policy without it.
    approvals.values().removeIf(count -> count == NamespacePolicy.DEFAULT_APPROVALS);
    return approvals;
  }

  private static GuardedOperation operation(String field, int number) {
    if (number == io.quorumkeep.v1.GuardedOperation.GUARDED_OPERATION_UNSPECIFIED_VALUE) {
      throw Parse.unset(field);
    }
    GuardedOperation operation = GuardedOperation.ofNumber(number);
    if (operation == null) {
      throw Parse.unknownEnum(field, number);
    }
    return operation;
  }

  /**
   * What a request proposes.
   *
   * @throws RefusedException if a field is not as it must be
   */
  static GuardedAction action(io.quorumkeep.v1.GuardedAction action) {
    GuardedOperation operation = operation("action.operation", action.getOperationValue());
    boolean needsPolicy = operation == GuardedOperation.SET_NAMESPACE_POLICY;
    if (action.hasPolicy() != needsPolicy) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT,
          "action.policy",
          "SET_NAMESPACE_POLICY, and nothing else, has a policy");
    }
    NamespacePolicy policy = needsPolicy ? policy("action.policy", action.getPolicy()) : null;
    try {
      return GuardedAction.parse(operation, action.getResource(), policy, action.getDigest());
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_NAME, "action", e);
    }
  }

  private static io.quorumkeep.v1.GuardedAction action(GuardedAction action) {
    var out =
        io.quorumkeep.v1.GuardedAction.newBuilder()
            .setOperationValue(action.operation().number())
            .setResource(action.target())
            .setDigest(action.digest());
    NamespacePolicy policy = action.policy();
    if (policy != null) {
      out.setPolicy(policy(policy));
    }
    return out.build();
  }

  /** A proposal as it was right after it was changed, whenever that is asked. */
  static io.quorumkeep.v1.Proposal changed(Proposal proposal) {
    return proposal(new Queries.ProposalAnswer(proposal, proposal.changedAt(), 0));
  }

  static io.quorumkeep.v1.Proposal proposal(Queries.ProposalAnswer answer) {
    Proposal proposal = answer.proposal();
    var out =
        io.quorumkeep.v1.Proposal.newBuilder()
            .setName("proposals/" + proposal.id())
            .setAction(action(proposal.action()))
            .setReason(proposal.reason())
            .setProposer(proposal.proposer().uri())
            .setCreateTime(Times.of(proposal.createdAt()))
            .setExpireTime(Times.of(proposal.expiresAt()))
            .setRequiredApprovals(Math.max(proposal.required(), answer.needed()))
            .setState(state(answer.status()));
    proposal
        .approvals()
        .forEach(
            approval ->
                out.addApprovals(
                    Approval.newBuilder()
                        .setPrincipal(approval.principal().uri())
                        .setTime(Times.of(approval.at()))));
    Proposal.Closing closing = proposal.closing();
    if (closing != null) {
      out.setCloseTime(Times.of(closing.at())).setCloser(closing.principal().uri());
    }
    return out.build();
  }

  private static ProposalState state(Proposal.Status status) {
    return switch (status) {
      case PENDING -> ProposalState.PROPOSAL_STATE_PENDING;
      case APPROVED -> ProposalState.PROPOSAL_STATE_APPROVED;
      case EXPIRED -> ProposalState.PROPOSAL_STATE_EXPIRED;
      case WITHDRAWN -> ProposalState.PROPOSAL_STATE_WITHDRAWN;
      case CONSUMED -> ProposalState.PROPOSAL_STATE_CONSUMED;
    };
  }

  /** The state that a list is narrowed to, or null for all. */
  static Proposal.@Nullable Status status(int number) {
    for (Proposal.Status status : Proposal.Status.values()) {
      if (state(status).getNumber() == number) {
        return status;
      }
    }
    if (number == ProposalState.PROPOSAL_STATE_UNSPECIFIED_VALUE) {
      return null;
    }
    throw Parse.unknownEnum("state", number);
  }

  /** Why something is asked for. */
  static String reason(String reason) {
    if (reason.length() > Proposal.MAX_REASON_LENGTH
        || reason.chars().anyMatch(Character::isISOControl)) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT,
          "reason",
          "a reason has at most "
              + Proposal.MAX_REASON_LENGTH
              + " characters, and no control characters");
    }
    return reason;
  }

  /** How long a proposal is to live, or null for as long as it may. */
  static @Nullable Duration lifetime(io.quorumkeep.v1.CreateProposalRequest request) {
    if (!request.hasLifetime()) {
      return null;
    }
    Duration lifetime = Parse.duration("lifetime", request.getLifetime());
    if (lifetime.compareTo(NamespacePolicy.MIN_LIFETIME) < 0
        || lifetime.compareTo(NamespacePolicy.MAX_LIFETIME) > 0) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT, "lifetime", "a proposal lives 5 minutes to 30 days");
    }
    return lifetime;
  }

  static void hash(RequestHash hash, NamespacePolicy policy) {
    hash.number(policy.algorithms().size());
    policy.algorithms().forEach(algorithm -> hash.number(algorithm.number()));
    hash.number(policy.minimumStrengthBits()).number(policy.approvals().size());
    policy.approvals().forEach((operation, count) -> hash.number(operation.number()).number(count));
    hash.number(policy.proposalLifetime().toMillis());
  }

  static void hash(RequestHash hash, GuardedAction action) {
    hash.number(action.operation().number())
        .text(action.resource())
        .number(action.version())
        .text(action.digest());
    NamespacePolicy policy = action.policy();
    if (policy != null) {
      hash(hash, policy);
    }
  }
}
