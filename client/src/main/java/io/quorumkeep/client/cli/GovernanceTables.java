// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.Approval;
import io.quorumkeep.client.GuardedAction;
import io.quorumkeep.client.NamespacePolicy;
import io.quorumkeep.client.Proposal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Policies of namespaces and proposals in columns. */
final class GovernanceTables {
  private static final String NONE = "-";

  private GovernanceTables() {}

  static Table policy(String namespace, NamespacePolicy policy) {
    Table table = new Table("ATTRIBUTE", "VALUE").row("name", namespace);
    add(table, policy);
    return table;
  }

  private static void add(Table table, NamespacePolicy policy) {
    table
        .row(
            "algorithms",
            policy.algorithms().isEmpty()
                ? "all"
                : policy.algorithms().stream().map(Enum::name).collect(Collectors.joining(",")))
        .row("minimum strength", policy.minimumStrengthBits() + " bits");
    policy
        .requiredApprovals()
        .forEach(
            (operation, count) ->
                table.row("approvals of " + lower(operation), Integer.toString(count)));
    table.row("proposals live", policy.proposalLifetime().toString());
  }

  static Table proposals(List<Proposal> proposals) {
    Table table = new Table("NAME", "STATE", "OPERATION", "RESOURCE", "APPROVALS", "EXPIRES");
    for (Proposal proposal : proposals) {
      table.row(
          proposal.name(),
          proposal.state().name(),
          proposal.action().operation().name(),
          proposal.action().resource(),
          proposal.approvals().size() + " of " + proposal.requiredApprovals(),
          proposal.expireTime().toString());
    }
    return table;
  }

  /** All of what a proposal says: what somebody who approves of it agrees to. */
  static Table proposal(Proposal proposal) {
    Table table =
        new Table("ATTRIBUTE", "VALUE")
            .row("name", proposal.name())
            .row("state", proposal.state().name());
    add(table, proposal.action());
    table
        .row("reason", proposal.reason().isEmpty() ? NONE : proposal.reason())
        .row("proposer", proposal.proposer())
        .row("created", proposal.createTime().toString())
        .row("expires", proposal.expireTime().toString())
        .row("approvals", proposal.approvals().size() + " of " + proposal.requiredApprovals());
    for (Approval approval : proposal.approvals()) {
      table.row("approved by", approval.principal() + " at " + approval.time());
    }
    proposal
        .closeTime()
        .ifPresent(
            time ->
                table.row(
                    proposal.state().name().toLowerCase(Locale.ROOT) + " by",
                    proposal.closer() + " at " + time));
    return table;
  }

  static void add(Table table, GuardedAction action) {
    table.row("operation", action.operation().name()).row("resource", action.resource());
    action.policy().ifPresent(policy -> add(table, policy));
    if (!action.digest().isEmpty()) {
      table.row("digest", action.digest());
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
