// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import static io.quorumkeep.node.domain.governance.GovernanceFixtures.ALICE;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.BOB;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.CAROL;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.DAY;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.NOON;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.closed;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.policy;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.domain.CorruptLogException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GovernanceEvolutionTest {
  private static final Instant SOON = NOON.plusSeconds(60);

  private static GovernanceEvent.OfProposal approved(
      io.quorumkeep.node.domain.Principal who, Instant at) {
    return new GovernanceEvent.ProposalApproved("p", at, who, "");
  }

  private static GovernanceEvent.OfProposal consumed(
      io.quorumkeep.node.domain.Principal who, Instant at) {
    return new GovernanceEvent.ProposalConsumed("p", at, who);
  }

  private static GovernanceEvent.OfProposal withdrawn(Instant at) {
    return new GovernanceEvent.ProposalWithdrawn("p", at, CAROL, "");
  }

  @Test
  void givenEvents_whenFolded_thenTheProposalIsWhatTheySay() {
    Proposal made =
        GovernanceEvolution.evolve(null, new GovernanceEvent.ProposalCreated(proposal(2)));
    Proposal once = GovernanceEvolution.evolve(made, approved(BOB, SOON));
    Proposal twice = GovernanceEvolution.evolve(once, approved(CAROL, SOON.plusMillis(1)));
    Proposal used = GovernanceEvolution.evolve(twice, consumed(ALICE, SOON.plusMillis(2)));
    Proposal left = GovernanceEvolution.evolve(once, withdrawn(SOON));

    assertThat(made).isEqualTo(proposal(2));
    assertThat(twice.approvals())
        .containsExactly(new Approval(BOB, SOON), new Approval(CAROL, SOON.plusMillis(1)));
    assertThat(twice.changedAt()).isEqualTo(SOON.plusMillis(1));
    assertThat(used.closing()).isEqualTo(new Proposal.Closing(true, ALICE, SOON.plusMillis(2)));
    assertThat(used.changedAt()).isEqualTo(SOON.plusMillis(2));
    assertThat(left.closing()).isEqualTo(new Proposal.Closing(false, CAROL, SOON));
  }

  static Stream<Arguments> impossible() {
    Instant late = NOON.plus(DAY);
    return Stream.of(
        Arguments.of(proposal(1), new GovernanceEvent.ProposalCreated(proposal(1))),
        Arguments.of(null, new GovernanceEvent.ProposalCreated(proposal(1, BOB))),
        Arguments.of(null, new GovernanceEvent.ProposalCreated(closed(true))),
        Arguments.of(null, approved(BOB, SOON)),
        Arguments.of(null, consumed(ALICE, SOON)),
        Arguments.of(null, withdrawn(SOON)),
        Arguments.of(proposal(1), approved(ALICE, SOON)),
        Arguments.of(proposal(2, BOB), approved(BOB, SOON)),
        Arguments.of(proposal(1), approved(BOB, late)),
        Arguments.of(proposal(1), withdrawn(late)),
        Arguments.of(proposal(1), consumed(ALICE, SOON)),
        Arguments.of(proposal(1, BOB), consumed(BOB, SOON)),
        Arguments.of(proposal(1, BOB), consumed(ALICE, late)),
        Arguments.of(closed(true), consumed(ALICE, SOON)),
        Arguments.of(closed(true), withdrawn(SOON)),
        Arguments.of(closed(false), approved(CAROL, SOON)),
        Arguments.of(proposal(1), new GovernanceEvent.ProposalApproved("other", SOON, BOB, "")));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void givenEventThatCannotFollow_whenFolded_thenCorrupt(
      @Nullable Proposal before, GovernanceEvent.OfProposal event) {
    assertThatThrownBy(() -> GovernanceEvolution.evolve(before, event))
        .isInstanceOf(CorruptLogException.class);
  }

  @Test
  void givenPolicy_whenSetOverAnotherThanThereIs_thenCorrupt() {
    NamespacePolicy two = policy(Map.of(GuardedOperation.DESTROY_KEY, 2));
    var set = new GovernanceEvent.NamespacePolicySet("pay", NOON, NamespacePolicy.DEFAULT, two, "");

    assertThat(GovernanceEvolution.evolve(NamespacePolicy.DEFAULT, set)).isEqualTo(two);
    assertThatThrownBy(() -> GovernanceEvolution.evolve(two, set))
        .isInstanceOf(CorruptLogException.class);
  }
}
