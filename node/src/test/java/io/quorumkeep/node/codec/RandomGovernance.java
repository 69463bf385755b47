// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.node.domain.governance.Approval;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.GovernanceEvent;
import io.quorumkeep.node.domain.governance.Governed;
import io.quorumkeep.node.domain.governance.GuardedAction;
import io.quorumkeep.node.domain.governance.GuardedOperation;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values about policies of namespaces and proposals, each field at its bounds now and then. */
record RandomGovernance(RandomValues values) {
  /** One of each kind, in a fixed order. */
  List<GovernanceCommand> commands() {
    return List.of(
        new GovernanceCommand.SetNamespacePolicy(
            values.id(), policy(), values.number(2) == 0 ? "" : values.id(), values.text()),
        new GovernanceCommand.CreateProposal(
            values.id(), action(), values.text(), values.orNull(this::lifetime)),
        new GovernanceCommand.ApproveProposal(values.id(), values.text()),
        new GovernanceCommand.WithdrawProposal(values.id(), values.text()));
  }

  /** One of each kind, in a fixed order. */
  List<GovernanceEvent> events() {
    return List.of(
        new GovernanceEvent.NamespacePolicySet(
            values.id(), values.time(), policy(), policy(), values.text()),
        new GovernanceEvent.ProposalCreated(proposal()),
        new GovernanceEvent.ProposalApproved(
            values.id(), values.time(), values.principal(), values.text()),
        new GovernanceEvent.ProposalWithdrawn(
            values.id(), values.time(), values.principal(), values.text()),
        new GovernanceEvent.ProposalConsumed(values.id(), values.time(), values.principal()));
  }

  @Nullable Governed governed() {
    return switch (values.number(3)) {
      case 0 -> policy();
      case 1 -> proposal();
      default -> null;
    };
  }

  NamespacePolicy policy() {
    SortedMap<GuardedOperation, Integer> approvals = new TreeMap<>();
    for (GuardedOperation operation : GuardedOperation.values()) {
      if (operation.isInNamespace() && values.number(2) == 0) {
        approvals.put(operation, values.number(NamespacePolicy.MAX_APPROVALS + 1));
      }
    }
    List<KeyAlgorithm> algorithms =
        Stream.of(KeyAlgorithm.values()).filter(unused -> values.number(2) == 0).toList();
    return new NamespacePolicy(algorithms, 128 + values.number(129), approvals, lifetime());
  }

  Proposal proposal() {
    return new Proposal(
        values.id(),
        action(),
        values.text(),
        values.principal(),
        values.time(),
        values.time(),
        values.number(6),
        Stream.generate(() -> new Approval(values.principal(), values.time()))
            .limit(values.number(4))
            .toList(),
        values.orNull(
            () -> new Proposal.Closing(values.number(2) == 0, values.principal(), values.time())));
  }

  private GuardedAction action() {
    GuardedOperation operation = values.any(GuardedOperation.values());
    String digest = values.number(2) == 0 ? "" : "0123456789abcdef".repeat(4);
    return switch (operation) {
      case DESTROY_KEY, RECOVER_KEY ->
          new GuardedAction(operation, values.keyName().toString(), values.version(), null, digest);
      case EXPORT_ARCHIVE ->
          new GuardedAction(
              operation,
              values.number(2) == 0 ? "*" : "namespaces/" + values.id(),
              0,
              null,
              digest);
      case SET_NAMESPACE_POLICY -> GuardedAction.ofPolicy(values.id(), policy());
      case REVOKE_GRANT -> GuardedAction.ofGrant(values.id());
    };
  }

  private Duration lifetime() {
    return switch (values.number(4)) {
      case 0 -> NamespacePolicy.MIN_LIFETIME;
      case 1 -> NamespacePolicy.MAX_LIFETIME;
      default -> NamespacePolicy.MIN_LIFETIME.plusMillis(values.number(1 << 30));
    };
  }
}
