// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.application.Queries;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.policy.Grant;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a use case came to. Each method throws {@link RefusedException} if it was rejected.
 */
final class Answers {
  private Answers() {}

  static Key key(Outcome outcome) {
    return accepted(outcome.key(), outcome.rejection());
  }

  static Grant grant(Outcome outcome) {
    return accepted(outcome.grant(), outcome.rejection());
  }

  static NamespacePolicy policy(Outcome outcome) {
    return (NamespacePolicy) accepted(outcome.governed(), outcome.rejection());
  }

  static Proposal proposal(Outcome outcome) {
    return (Proposal) accepted(outcome.governed(), outcome.rejection());
  }

  static <T> T value(Queries.Answer<T> answer) {
    return accepted(answer.value(), answer.rejection());
  }

  private static <T> T accepted(@Nullable T value, @Nullable Rejection rejection) {
    if (rejection != null) {
      throw RefusedException.of(rejection);
    }
    if (value == null) {
      throw new IllegalStateException("a request was accepted, but with nothing to answer");
    }
    return value;
  }
}
