// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import static io.quorumkeep.node.domain.governance.GovernanceFixtures.ALICE;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.BOB;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.CAROL;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.DAY;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.DESTROY;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.NOON;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.closed;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.policy;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.proposal;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GovernanceDeciderTest {
  private static final Instant SOON = NOON.plusSeconds(60);
  private static final Instant TOMORROW = NOON.plus(DAY);
  private static final GovernanceCommand CREATE =
      new GovernanceCommand.CreateProposal("p", DESTROY, "leaked", null);
  private static final GovernanceCommand APPROVE =
      new GovernanceCommand.ApproveProposal("p", "checked");
  private static final GovernanceCommand WITHDRAW =
      new GovernanceCommand.WithdrawProposal("p", "no");

  /** Every state a proposal can be in, with every command about it. */
  static Stream<Arguments> table() {
    Proposal pending = proposal(2, BOB);
    Proposal approved = proposal(1, BOB);
    Proposal full =
        proposal(
            5,
            IntStream.range(0, 16)
                .mapToObj(i -> new Principal("spiffe://example.org/people/p" + i))
                .toArray(Principal[]::new));
    return Stream.of(
        row("none", null, SOON, null, Reason.PROPOSAL_NOT_FOUND, Reason.PROPOSAL_NOT_FOUND),
        row("pending", pending, SOON, Reason.PROPOSAL_ALREADY_EXISTS, null, null),
        row("approved", approved, SOON, Reason.PROPOSAL_ALREADY_EXISTS, null, null),
        row("full", full, SOON, Reason.PROPOSAL_ALREADY_EXISTS, Reason.PROPOSAL_CLOSED, null),
        row("last moment", pending, TOMORROW.minusMillis(1), exists(), null, null),
        row("expired", pending, TOMORROW, exists(), expired(), expired()),
        row("approved, expired", approved, TOMORROW, exists(), expired(), expired()),
        row("withdrawn", closed(false), SOON, exists(), shut(), shut()),
        row("consumed", closed(true), SOON, exists(), shut(), shut()),
        row("consumed long ago", closed(true), TOMORROW, exists(), shut(), shut()));
  }

  private static Reason exists() {
    return Reason.PROPOSAL_ALREADY_EXISTS;
  }

  private static Reason expired() {
    return Reason.PROPOSAL_EXPIRED;
  }

  private static Reason shut() {
    return Reason.PROPOSAL_CLOSED;
  }

  private static Arguments row(
      String state,
      @Nullable Proposal proposal,
      Instant now,
      @Nullable Reason create,
      @Nullable Reason approve,
      @Nullable Reason withdraw) {
    return Arguments.of(state, proposal, now, create, approve, withdraw);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void givenStateOfProposal_whenAnyCommandComes_thenAsTheTableSays(
      String state,
      @Nullable Proposal proposal,
      Instant now,
      @Nullable Reason create,
      @Nullable Reason approve,
      @Nullable Reason withdraw) {
    assertThat(reason(proposal, CREATE, now, CAROL)).isEqualTo(create);
    assertThat(reason(proposal, APPROVE, now, CAROL)).isEqualTo(approve);
    assertThat(reason(proposal, WITHDRAW, now, CAROL)).isEqualTo(withdraw);
  }

  private static @Nullable Reason reason(
      @Nullable Proposal proposal, GovernanceCommand command, Instant now, Principal who) {
    GovernanceDecision decision = GovernanceDecider.decide(situation(proposal), command, now, who);
    return decision instanceof GovernanceDecision.Rejected rejected
        ? rejected.rejection().reason()
        : null;
  }

  private static GovernanceEvent event(GovernanceDecision decision) {
    assertThat(decision).isInstanceOf(GovernanceDecision.Accepted.class);
    return ((GovernanceDecision.Accepted) decision).event();
  }

  @Test
  void givenOwnProposal_whenApproved_thenSelfApproval() {
    assertThat(reason(proposal(1), APPROVE, SOON, ALICE)).isEqualTo(Reason.SELF_APPROVAL);
  }

  @Test
  void givenApproval_whenTheSameApprovesAgain_thenAlreadyApproved() {
    assertThat(reason(proposal(2, BOB), APPROVE, SOON, BOB)).isEqualTo(Reason.ALREADY_APPROVED);
    assertThat(reason(proposal(2, BOB), APPROVE, SOON, CAROL)).isNull();
  }

  @Test
  void givenAnother_whenApproving_thenItIsWrittenDown() {
    assertThat(event(GovernanceDecider.decide(situation(proposal(1)), APPROVE, SOON, BOB)))
        .isEqualTo(new GovernanceEvent.ProposalApproved("p", SOON, BOB, "checked"));
  }

  @Test
  void givenProposer_whenWithdrawing_thenItIsWrittenDown() {
    assertThat(event(GovernanceDecider.decide(situation(proposal(1)), WITHDRAW, SOON, ALICE)))
        .isEqualTo(new GovernanceEvent.ProposalWithdrawn("p", SOON, ALICE, "no"));
  }

  @Test
  void givenNoPolicy_whenProposed_thenOneApprovalWithinADay() {
    assertThat(event(GovernanceDecider.decide(situation(null), CREATE, NOON, ALICE)))
        .isEqualTo(new GovernanceEvent.ProposalCreated(proposal(1)));
  }

  @Test
  void givenPolicy_whenProposed_thenItsApprovalsAndItsLifetime() {
    NamespacePolicy policy =
        new NamespacePolicy(
            List.of(),
            128,
            new TreeMap<>(Map.of(GuardedOperation.DESTROY_KEY, 3)),
            Duration.ofHours(2));
    GovernanceDecider.Situation situation = new GovernanceDecider.Situation(policy, null, 0);

    Proposal whole = created(situation, null);
    Proposal shorter = created(situation, Duration.ofMinutes(5));
    Proposal longer = created(situation, Duration.ofDays(30));

    assertThat(whole.required()).isEqualTo(3);
    assertThat(whole.expiresAt()).isEqualTo(NOON.plus(Duration.ofHours(2)));
    assertThat(shorter.expiresAt()).isEqualTo(NOON.plus(Duration.ofMinutes(5)));
    assertThat(longer.expiresAt()).isEqualTo(NOON.plus(Duration.ofHours(2)));
  }

  private static Proposal created(
      GovernanceDecider.Situation situation, @Nullable Duration lifetime) {
    GovernanceEvent event =
        event(
            GovernanceDecider.decide(
                situation,
                new GovernanceCommand.CreateProposal("p", DESTROY, "", lifetime),
                NOON,
                ALICE));
    return ((GovernanceEvent.ProposalCreated) event).proposal();
  }

  @Test
  void givenAsManyOpenProposalsAsMayBe_whenProposed_thenRefused() {
    for (int open : new int[] {9_999, 10_000}) {
      GovernanceDecision decision =
          GovernanceDecider.decide(
              new GovernanceDecider.Situation(NamespacePolicy.DEFAULT, null, open),
              CREATE,
              NOON,
              ALICE);
      assertThat(decision instanceof GovernanceDecision.Accepted).isEqualTo(open == 9_999);
      if (decision instanceof GovernanceDecision.Rejected rejected) {
        assertThat(rejected.rejection().reason()).isEqualTo(Reason.TOO_MANY_PROPOSALS);
      }
    }
  }

  @Test
  void givenPolicyCommand_whenDecided_thenBeforeAndAfterAreWrittenDown() {
    NamespacePolicy next = policy(Map.of(GuardedOperation.DESTROY_KEY, 2));

    assertThat(
            event(
                GovernanceDecider.decide(
                    situation(null),
                    new GovernanceCommand.SetNamespacePolicy("pay", next, "", "audit"),
                    NOON,
                    ALICE)))
        .isEqualTo(
            new GovernanceEvent.NamespacePolicySet(
                "pay", NOON, NamespacePolicy.DEFAULT, next, "audit"));
  }

  @Test
  void givenMalformedCommand_whenMade_thenRefused() {
    String long257 = "x".repeat(257);
    for (Runnable make :
        List.<Runnable>of(
            () -> new GovernanceCommand.ApproveProposal("P", ""),
            () -> new GovernanceCommand.ApproveProposal("p", long257),
            () -> new GovernanceCommand.WithdrawProposal("p", long257),
            () -> new GovernanceCommand.CreateProposal("", DESTROY, "", null),
            () -> new GovernanceCommand.CreateProposal("p", DESTROY, long257, null),
            () -> new GovernanceCommand.CreateProposal("p", DESTROY, "", Duration.ofMinutes(4)),
            () -> new GovernanceCommand.CreateProposal("p", DESTROY, "", Duration.ofDays(31)),
            () -> new GovernanceCommand.SetNamespacePolicy("a/b", NamespacePolicy.DEFAULT, "", ""),
            () ->
                new GovernanceCommand.SetNamespacePolicy(
                    "a", NamespacePolicy.DEFAULT, "no name", ""))) {
      assertThatThrownBy(make::run).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
