// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import io.quorumkeep.node.domain.Rejection;

/** What would come of a command about policies and proposals. */
public sealed interface GovernanceDecision {
  record Accepted(GovernanceEvent event) implements GovernanceDecision {}

  record Rejected(Rejection rejection) implements GovernanceDecision {}
}
