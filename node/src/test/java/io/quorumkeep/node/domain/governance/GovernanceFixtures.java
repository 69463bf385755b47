// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Policies and proposals, by what a test depends on. */
final class GovernanceFixtures {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final Principal ALICE = new Principal("spiffe://example.org/people/alice");
  static final Principal BOB = new Principal("spiffe://example.org/people/bob");
  static final Principal CAROL = new Principal("spiffe://example.org/people/carol");
  static final KeyName CARD = new KeyName("pay", "card");
  static final GuardedAction DESTROY = GuardedAction.ofKey(GuardedOperation.DESTROY_KEY, CARD, 0);
  static final Duration DAY = Duration.ofHours(24);

  private GovernanceFixtures() {}

  /** A proposal of Alice's, made at noon for a day. */
  static Proposal proposal(int required, Principal... approvers) {
    List<Approval> approvals = new ArrayList<>();
    for (Principal approver : approvers) {
      approvals.add(new Approval(approver, NOON.plusSeconds(1)));
    }
    return new Proposal(
        "p", DESTROY, "leaked", ALICE, NOON, NOON.plus(DAY), required, approvals, null);
  }

  static Proposal closed(boolean consumed) {
    return proposal(1, BOB).closed(new Proposal.Closing(consumed, ALICE, NOON.plusSeconds(2)));
  }

  static NamespacePolicy policy(
      List<KeyAlgorithm> algorithms, int strength, Map<GuardedOperation, Integer> approvals) {
    return new NamespacePolicy(algorithms, strength, new TreeMap<>(approvals), DAY);
  }

  static NamespacePolicy policy(Map<GuardedOperation, Integer> approvals) {
    return policy(List.of(), 128, approvals);
  }

  static GovernanceDecider.Situation situation(@Nullable Proposal proposal) {
    return new GovernanceDecider.Situation(NamespacePolicy.DEFAULT, proposal, 0);
  }
}
