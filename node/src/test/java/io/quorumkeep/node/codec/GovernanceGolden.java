// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Entry;
import io.quorumkeep.node.domain.governance.Approval;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.GovernanceEvent;
import io.quorumkeep.node.domain.governance.GuardedAction;
import io.quorumkeep.node.domain.governance.GuardedOperation;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the golden files about dual control hold. They are for ever, so these never change. */
final class GovernanceGolden {
  private static final KeyName CARD = new KeyName("payments", "card-data");
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00.001Z");
  private static final Instant LATER = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Principal ALICE = new Principal("spiffe://example.org/people/alice");
  private static final Principal BOB = new Principal("spiffe://example.org/people/bob");
  private static final NamespacePolicy STRICT =
      new NamespacePolicy(
          List.of(KeyAlgorithm.AES_256),
          256,
          new TreeMap<>(
              Map.of(
                  GuardedOperation.DESTROY_KEY,
                  2,
                  GuardedOperation.EXPORT_ARCHIVE,
                  0,
                  GuardedOperation.RECOVER_KEY,
                  5,
                  GuardedOperation.SET_NAMESPACE_POLICY,
                  3)),
          Duration.ofDays(30));
  private static final GuardedAction DESTROY =
      GuardedAction.ofKey(GuardedOperation.DESTROY_KEY, CARD, 300);

  private GovernanceGolden() {}

  static Entry entry() {
    List<Command> commands = new ArrayList<>();
    for (CommandBody body :
        List.of(
            new CommandBody.Govern(
                new GovernanceCommand.SetNamespacePolicy(
                    "payments", STRICT, "lower-it", "für den Umzug nach Zürich")),
            new CommandBody.Govern(
                new GovernanceCommand.SetNamespacePolicy(
                    "payments", NamespacePolicy.DEFAULT, "", "")),
            new CommandBody.Govern(
                new GovernanceCommand.CreateProposal(
                    "destroy-card", DESTROY, "leaked", Duration.ofMinutes(5))),
            new CommandBody.Govern(
                new GovernanceCommand.CreateProposal(
                    "lower-it", GuardedAction.ofPolicy("payments", STRICT), "", null)),
            new CommandBody.Govern(
                new GovernanceCommand.ApproveProposal("destroy-card", "checked with owner")),
            new CommandBody.Govern(new GovernanceCommand.WithdrawProposal("lower-it", "")),
            new CommandBody.ChangePolicy(new PolicyCommand.Revoke("approvers", "revoke-them")))) {
      commands.add(
          new Command(
              new Origin(ALICE, "10.0.0.7:40312"),
              new RequestId(2, commands.size()),
              6L * commands.size(),
              body));
    }
    return new Entry(LATER, List.of(new Batch("node-1", 3, 5, commands)));
  }

  static List<GovernanceEvent> events() {
    return List.of(
        new GovernanceEvent.NamespacePolicySet(
            "payments", LATER, NamespacePolicy.DEFAULT, STRICT, "für den Umzug nach Zürich"),
        new GovernanceEvent.ProposalCreated(pending()),
        new GovernanceEvent.ProposalApproved("destroy-card", LATER, BOB, "checked with owner"),
        new GovernanceEvent.ProposalWithdrawn("lower-it", LATER, BOB, "no"),
        new GovernanceEvent.ProposalConsumed("destroy-card", LATER, ALICE));
  }

  static List<NamespacePolicy> policies() {
    return List.of(NamespacePolicy.DEFAULT, STRICT);
  }

  static List<Proposal> proposals() {
    return List.of(
        pending(),
        proposal(
            "revoke-them",
            GuardedAction.ofGrant("approvers"),
            List.of(new Approval(BOB, LATER)),
            new Proposal.Closing(true, ALICE, LATER)),
        proposal(
            "lower-it",
            GuardedAction.ofPolicy("payments", STRICT),
            List.of(),
            new Proposal.Closing(false, BOB, LATER)),
        new Proposal(
            "export",
            new GuardedAction(
                GuardedOperation.EXPORT_ARCHIVE, "*", 0, null, "0123456789abcdef".repeat(4)),
            "",
            BOB,
            CREATED,
            LATER,
            5,
            List.of(
                new Approval(ALICE, CREATED), new Approval(new Principal("spiffe://a/b"), LATER)),
            null));
  }

  private static Proposal pending() {
    return new Proposal(
        "destroy-card", DESTROY, "leaked", ALICE, CREATED, LATER, 2, List.of(), null);
  }

  private static Proposal proposal(
      String id, GuardedAction action, List<Approval> approvals, Proposal.Closing closing) {
    return new Proposal(id, action, "", ALICE, CREATED, LATER, 1, approvals, closing);
  }

  static List<RequestResult> requests() {
    return List.of(
        new RequestResult(-1, 9, null, 0, null, null, pending()),
        new RequestResult(2, 10, null, 0, null, null, STRICT),
        new RequestResult(
            3,
            11,
            new Rejection(Reason.APPROVALS_MISSING, "the proposal has 1 of 2 approvals"),
            0,
            null,
            null));
  }
}
