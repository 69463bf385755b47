// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.log.v1.Event;
import io.quorumkeep.log.v1.ProposalRow;
import io.quorumkeep.log.v1.RequiredApprovals;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.ResourceId;
import io.quorumkeep.node.domain.governance.Approval;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.GovernanceEvent;
import io.quorumkeep.node.domain.governance.GuardedAction;
import io.quorumkeep.node.domain.governance.GuardedOperation;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Policies of namespaces and proposals, and what is about them, to and from their stored form. */
public final class GovernanceCodec {
  private GovernanceCodec() {}

  public static byte[] encodePolicy(NamespacePolicy policy) {
    return policy(policy).toByteArray();
  }

  public static NamespacePolicy decodePolicy(byte[] bytes) {
    return Guarded.decode(
        "the row of a namespace",
        () -> policy(io.quorumkeep.log.v1.NamespacePolicy.parseFrom(bytes)));
  }

  public static byte[] encodeProposal(Proposal proposal) {
    return proposal(proposal).toByteArray();
  }

  public static Proposal decodeProposal(byte[] bytes) {
    return Guarded.decode("the row of a proposal", () -> proposal(ProposalRow.parseFrom(bytes)));
  }

  static io.quorumkeep.log.v1.NamespacePolicy policy(NamespacePolicy policy) {
    var out =
        io.quorumkeep.log.v1.NamespacePolicy.newBuilder()
            .setMinimumStrengthBits(policy.minimumStrengthBits())
            .setProposalLifetimeMs(policy.proposalLifetime().toMillis());
    policy.algorithms().forEach(algorithm -> out.addAlgorithms(algorithm.number()));
    policy
        .approvals()
        .forEach(
            (operation, count) ->
                out.addApprovals(
                    RequiredApprovals.newBuilder()
                        .setOperation(operation.number())
                        .setCount(count)));
    return out.build();
  }

  static NamespacePolicy policy(io.quorumkeep.log.v1.NamespacePolicy policy) {
    List<KeyAlgorithm> algorithms = new ArrayList<>();
    for (int number : Fields.known(policy).getAlgorithmsList()) {
      algorithms.add(Fields.algorithm(number));
    }
    SortedMap<GuardedOperation, Integer> approvals = new TreeMap<>();
    for (RequiredApprovals required : policy.getApprovalsList()) {
      approvals.put(operation(Fields.known(required).getOperation()), required.getCount());
    }
    return new NamespacePolicy(
        algorithms,
        policy.getMinimumStrengthBits(),
        approvals,
        Duration.ofMillis(policy.getProposalLifetimeMs()));
  }

  static ProposalRow proposal(Proposal proposal) {
    var out =
        ProposalRow.newBuilder()
            .setId(proposal.id())
            .setAction(action(proposal.action()))
            .setReason(proposal.reason())
            .setProposer(proposal.proposer().uri())
            .setCreatedAtMs(proposal.createdAt().toEpochMilli())
            .setExpiresAtMs(proposal.expiresAt().toEpochMilli())
            .setRequired(proposal.required());
    for (Approval approval : proposal.approvals()) {
      out.addApprovals(
          io.quorumkeep.log.v1.Approval.newBuilder()
              .setPrincipal(approval.principal().uri())
              .setAtMs(approval.at().toEpochMilli()));
    }
    Proposal.Closing closing = proposal.closing();
    if (closing != null) {
      out.setClosing(
          io.quorumkeep.log.v1.ProposalClosing.newBuilder()
              .setConsumed(closing.consumed())
              .setPrincipal(closing.principal().uri())
              .setAtMs(closing.at().toEpochMilli()));
    }
    return out.build();
  }

  static Proposal proposal(ProposalRow row) {
    List<Approval> approvals = new ArrayList<>(Fields.known(row).getApprovalsCount());
    for (var approval : row.getApprovalsList()) {
      approvals.add(
          new Approval(
              new Principal(Fields.known(approval).getPrincipal()),
              Instant.ofEpochMilli(approval.getAtMs())));
    }
    return new Proposal(
        row.getId(),
        action(row.getAction()),
        row.getReason(),
        new Principal(row.getProposer()),
        Instant.ofEpochMilli(row.getCreatedAtMs()),
        Instant.ofEpochMilli(row.getExpiresAtMs()),
        row.getRequired(),
        approvals,
        closing(row));
  }

  private static Proposal.@Nullable Closing closing(ProposalRow row) {
    if (!row.hasClosing()) {
      return null;
    }
    var closing = Fields.known(row.getClosing());
    return new Proposal.Closing(
        closing.getConsumed(),
        new Principal(closing.getPrincipal()),
        Instant.ofEpochMilli(closing.getAtMs()));
  }

  private static io.quorumkeep.log.v1.GuardedAction action(GuardedAction action) {
    var out =
        io.quorumkeep.log.v1.GuardedAction.newBuilder()
            .setOperation(action.operation().number())
            .setResource(action.resource())
            .setVersion(action.version())
            .setDigest(action.digest());
    NamespacePolicy policy = action.policy();
    if (policy != null) {
      out.setPolicy(policy(policy));
    }
    return out.build();
  }

  private static GuardedAction action(io.quorumkeep.log.v1.GuardedAction action) {
    return new GuardedAction(
        operation(Fields.known(action).getOperation()),
        action.getResource(),
        action.getVersion(),
        action.hasPolicy() ? policy(action.getPolicy()) : null,
        action.getDigest());
  }

  private static GuardedOperation operation(int number) {
    GuardedOperation operation = GuardedOperation.ofNumber(number);
    if (operation == null) {
      throw new CorruptLogException("unknown guarded operation " + number);
    }
    return operation;
  }

  static io.quorumkeep.log.v1.Command.Builder encode(
      GovernanceCommand command, io.quorumkeep.log.v1.Command.Builder out) {
    return command.match(new CommandEncoder(out));
  }

  static GovernanceCommand command(io.quorumkeep.log.v1.Command command) {
    return switch (command.getBodyCase()) {
      case SET_NAMESPACE_POLICY -> {
        var set = Fields.known(command.getSetNamespacePolicy());
        yield new GovernanceCommand.SetNamespacePolicy(
            set.getNamespace(), policy(set.getPolicy()), set.getProposal(), set.getReason());
      }
      case CREATE_PROPOSAL -> {
        var create = Fields.known(command.getCreateProposal());
        long lifetime = create.getLifetimeMs();
        yield new GovernanceCommand.CreateProposal(
            create.getId(),
            action(create.getAction()),
            create.getReason(),
            lifetime == 0 ? null : Duration.ofMillis(lifetime));
      }
      case APPROVE_PROPOSAL -> {
        var approve = Fields.known(command.getApproveProposal());
        yield new GovernanceCommand.ApproveProposal(approve.getId(), approve.getReason());
      }
      case WITHDRAW_PROPOSAL -> {
        var withdraw = Fields.known(command.getWithdrawProposal());
        yield new GovernanceCommand.WithdrawProposal(withdraw.getId(), withdraw.getReason());
      }
      default -> throw new IllegalStateException("not about policies or proposals");
    };
  }

  static Event.Builder encode(GovernanceEvent event, Event.Builder out) {
    return event.match(new EventEncoder(out));
  }

  /** Reads the event, which is one about policies or proposals. */
  static GovernanceEvent event(Event event, Instant at) {
    return switch (event.getBodyCase()) {
      case NAMESPACE_POLICY_SET -> {
        var body = Fields.known(event.getNamespacePolicySet());
        yield new GovernanceEvent.NamespacePolicySet(
            ResourceId.check(body.getNamespace(), "a namespace"),
            at,
            policy(body.getBefore()),
            policy(body.getAfter()),
            body.getReason());
      }
      case PROPOSAL_CREATED -> created(event, at);
      case PROPOSAL_APPROVED -> {
        var body = Fields.known(event.getProposalApproved());
        yield new GovernanceEvent.ProposalApproved(
            body.getId(), at, new Principal(body.getPrincipal()), body.getReason());
      }
      case PROPOSAL_WITHDRAWN -> {
        var body = Fields.known(event.getProposalWithdrawn());
        yield new GovernanceEvent.ProposalWithdrawn(
            body.getId(), at, new Principal(body.getPrincipal()), body.getReason());
      }
      case PROPOSAL_CONSUMED -> {
        var body = Fields.known(event.getProposalConsumed());
        yield new GovernanceEvent.ProposalConsumed(
            body.getId(), at, new Principal(body.getPrincipal()));
      }
      default -> throw new IllegalStateException("not about policies or proposals");
    };
  }

  private static GovernanceEvent created(Event event, Instant at) {
    var created =
        new GovernanceEvent.ProposalCreated(
            proposal(Fields.known(event.getProposalCreated()).getProposal()));
    if (!created.occurredAt().equals(at)) {
      throw new CorruptLogException("a proposal was created at another time than its event");
    }
    return created;
  }

  private record CommandEncoder(io.quorumkeep.log.v1.Command.Builder out)
      implements GovernanceCommand.Cases<io.quorumkeep.log.v1.Command.Builder> {
    @Override
    public io.quorumkeep.log.v1.Command.Builder setNamespacePolicy(
        GovernanceCommand.SetNamespacePolicy set) {
      return out.setSetNamespacePolicy(
          io.quorumkeep.log.v1.SetNamespacePolicy.newBuilder()
              .setNamespace(set.namespace())
              .setPolicy(policy(set.policy()))
              .setProposal(set.proposal())
              .setReason(set.reason()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder createProposal(
        GovernanceCommand.CreateProposal create) {
      return out.setCreateProposal(
          io.quorumkeep.log.v1.CreateProposal.newBuilder()
              .setId(create.id())
              .setAction(action(create.action()))
              .setReason(create.reason())
              .setLifetimeMs(Fields.milliseconds(create.lifetime())));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder approveProposal(
        GovernanceCommand.ApproveProposal approve) {
      return out.setApproveProposal(
          io.quorumkeep.log.v1.ApproveProposal.newBuilder()
              .setId(approve.id())
              .setReason(approve.reason()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder withdrawProposal(
        GovernanceCommand.WithdrawProposal withdraw) {
      return out.setWithdrawProposal(
          io.quorumkeep.log.v1.WithdrawProposal.newBuilder()
              .setId(withdraw.id())
              .setReason(withdraw.reason()));
    }
  }

  private record EventEncoder(Event.Builder out) implements GovernanceEvent.Cases<Event.Builder> {
    @Override
    public Event.Builder namespacePolicySet(GovernanceEvent.NamespacePolicySet event) {
      return out.setNamespacePolicySet(
          io.quorumkeep.log.v1.NamespacePolicySet.newBuilder()
              .setNamespace(event.namespace())
              .setBefore(policy(event.before()))
              .setAfter(policy(event.after()))
              .setReason(event.reason()));
    }

    @Override
    public Event.Builder proposalCreated(GovernanceEvent.ProposalCreated event) {
      return out.setProposalCreated(
          io.quorumkeep.log.v1.ProposalCreated.newBuilder()
              .setProposal(proposal(event.proposal())));
    }

    @Override
    public Event.Builder proposalApproved(GovernanceEvent.ProposalApproved event) {
      return out.setProposalApproved(
          io.quorumkeep.log.v1.ProposalApproved.newBuilder()
              .setId(event.id())
              .setPrincipal(event.principal().uri())
              .setReason(event.reason()));
    }

    @Override
    public Event.Builder proposalWithdrawn(GovernanceEvent.ProposalWithdrawn event) {
      return out.setProposalWithdrawn(
          io.quorumkeep.log.v1.ProposalWithdrawn.newBuilder()
              .setId(event.id())
              .setPrincipal(event.principal().uri())
              .setReason(event.reason()));
    }

    @Override
    public Event.Builder proposalConsumed(GovernanceEvent.ProposalConsumed event) {
      return out.setProposalConsumed(
          io.quorumkeep.log.v1.ProposalConsumed.newBuilder()
              .setId(event.id())
              .setPrincipal(event.principal().uri()));
    }
  }
}
