// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import static io.quorumkeep.node.domain.governance.GovernanceFixtures.ALICE;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.BOB;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.CARD;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.CAROL;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.DAY;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.DESTROY;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.NOON;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.closed;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.policy;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.proposal;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ApprovalRulesTest {
  private static final Instant SOON = NOON.plusSeconds(60);

  private static Clearance check(
      GuardedAction action, int needed, @Nullable Proposal proposal, Instant now, Principal who) {
    return ApprovalRules.check(action, needed, "p", proposal, now, who, unused -> true);
  }

  private static @Nullable Reason reason(Clearance clearance) {
    return clearance instanceof Clearance.Refused refused ? refused.rejection().reason() : null;
  }

  @Test
  void givenNoProposalNamed_whenNoneIsNeeded_thenFree() {
    assertThat(ApprovalRules.check(DESTROY, 0, "", null, NOON, ALICE, unused -> true))
        .isEqualTo(Clearance.FREE);
  }

  @Test
  void givenNoProposalNamed_whenOneIsNeeded_thenApprovalRequired() {
    assertThat(ApprovalRules.check(DESTROY, 2, "", null, NOON, ALICE, unused -> true))
        .isEqualTo(
            new Clearance.Refused(
                new Rejection(
                    Reason.APPROVAL_REQUIRED,
                    "DESTROY_KEY of namespaces/pay/keys/card needs a proposal with 2 approvals")));
  }

  @Test
  void givenApprovedProposal_whenCarriedOut_thenItIsToBeUsedUp() {
    assertThat(check(DESTROY, 1, proposal(1, BOB), SOON, ALICE))
        .isEqualTo(new Clearance.Cleared(new GovernanceEvent.ProposalConsumed("p", SOON, ALICE)));
  }

  static Stream<Arguments> states() {
    return Stream.of(
        Arguments.of("none", null, SOON, Reason.PROPOSAL_NOT_FOUND),
        Arguments.of("no approval", proposal(1), SOON, Reason.APPROVALS_MISSING),
        Arguments.of("one of two", proposal(2, BOB), SOON, Reason.APPROVALS_MISSING),
        Arguments.of("two of two", proposal(2, BOB, CAROL), SOON, null),
        Arguments.of("more than enough", proposal(1, BOB, CAROL), SOON, null),
        Arguments.of("none needed", proposal(0), SOON, null),
        Arguments.of("expired", proposal(1, BOB), NOON.plus(DAY), Reason.PROPOSAL_EXPIRED),
        Arguments.of("last moment", proposal(1, BOB), NOON.plus(DAY).minusMillis(1), null),
        Arguments.of("withdrawn", closed(false), SOON, Reason.PROPOSAL_CLOSED),
        Arguments.of("consumed", closed(true), SOON, Reason.PROPOSAL_CLOSED),
        Arguments.of("consumed, expired", closed(true), NOON.plus(DAY), Reason.PROPOSAL_CLOSED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("states")
  void givenStateOfProposal_whenItIsToBeCarriedOut_thenAsTheTableSays(
      String state, @Nullable Proposal proposal, Instant now, @Nullable Reason reason) {
    assertThat(reason(check(DESTROY, 0, proposal, now, ALICE))).isEqualTo(reason);
  }

  /** Raised after the proposal was made, the policy counts; lowered, the proposal does. */
  @Test
  void givenPolicyThatChanged_whenCarriedOut_thenTheStricterCounts() {
    assertThat(check(DESTROY, 3, proposal(1, BOB, CAROL), SOON, ALICE))
        .isEqualTo(
            new Clearance.Refused(
                new Rejection(Reason.APPROVALS_MISSING, "the proposal has 2 of 3 approvals")));
    assertThat(check(DESTROY, 0, proposal(3, BOB, CAROL), SOON, ALICE))
        .isEqualTo(
            new Clearance.Refused(
                new Rejection(Reason.APPROVALS_MISSING, "the proposal has 2 of 3 approvals")));
  }

  @Test
  void givenApproverWhoMayNoLongerApprove_whenCarriedOut_thenThatApprovalDoesNotCount() {
    Clearance clearance =
        ApprovalRules.check(
            DESTROY, 1, "p", proposal(1, BOB), SOON, ALICE, who -> !who.equals(BOB));

    assertThat(reason(clearance)).isEqualTo(Reason.APPROVALS_MISSING);
  }

  @Test
  void givenApprovedProposal_whenAnotherCarriesItOut_thenMismatch() {
    assertThat(reason(check(DESTROY, 1, proposal(1, BOB), SOON, BOB)))
        .isEqualTo(Reason.PROPOSAL_MISMATCH);
  }

  static Stream<GuardedAction> otherActions() {
    return Stream.of(
        GuardedAction.ofKey(GuardedOperation.RECOVER_KEY, CARD, 0),
        GuardedAction.ofKey(GuardedOperation.DESTROY_KEY, CARD, 1),
        GuardedAction.ofKey(GuardedOperation.DESTROY_KEY, new KeyName("pay", "other"), 0),
        GuardedAction.ofKey(GuardedOperation.DESTROY_KEY, new KeyName("test", "card"), 0),
        new GuardedAction(GuardedOperation.DESTROY_KEY, CARD.toString(), 0, null, "00".repeat(32)));
  }

  @ParameterizedTest
  @MethodSource("otherActions")
  void givenApprovedProposal_whenUsedForSomethingElse_thenMismatch(GuardedAction action) {
    assertThat(reason(check(action, 1, proposal(1, BOB), SOON, ALICE)))
        .isEqualTo(Reason.PROPOSAL_MISMATCH);
  }

  @Test
  void givenProposalOfAPolicy_whenAnotherPolicyIsSet_thenMismatch() {
    NamespacePolicy proposed = policy(Map.of(GuardedOperation.DESTROY_KEY, 0));
    NamespacePolicy other =
        policy(Map.of(GuardedOperation.DESTROY_KEY, 0, GuardedOperation.RECOVER_KEY, 0));
    Proposal proposal =
        new Proposal(
            "p",
            GuardedAction.ofPolicy("pay", proposed),
            "",
            ALICE,
            NOON,
            NOON.plus(DAY),
            0,
            java.util.List.of(),
            null);

    assertThat(reason(check(GuardedAction.ofPolicy("pay", proposed), 0, proposal, SOON, ALICE)))
        .isNull();
    assertThat(check(GuardedAction.ofPolicy("pay", other), 0, proposal, SOON, ALICE))
        .isEqualTo(
            new Clearance.Refused(
                new Rejection(
                    Reason.PROPOSAL_MISMATCH,
                    "the proposal is for SET_NAMESPACE_POLICY of namespaces/pay, but with other"
                        + " parameters")));
  }

  @Test
  void givenProposal_whenTimeAndApprovalsPass_thenItsStatusFollows() {
    assertThat(proposal(2, BOB).statusAt(SOON, 0)).isEqualTo(Proposal.Status.PENDING);
    assertThat(proposal(2, BOB, CAROL).statusAt(SOON, 0)).isEqualTo(Proposal.Status.APPROVED);
    assertThat(proposal(2, BOB, CAROL).statusAt(SOON, 3)).isEqualTo(Proposal.Status.PENDING);
    assertThat(proposal(1, BOB).statusAt(NOON.plus(DAY), 0)).isEqualTo(Proposal.Status.EXPIRED);
    assertThat(closed(false).statusAt(NOON.plus(DAY), 0)).isEqualTo(Proposal.Status.WITHDRAWN);
    assertThat(closed(true).statusAt(SOON, 0)).isEqualTo(Proposal.Status.CONSUMED);
  }
}
