// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import io.quorumkeep.node.domain.Rejection;

/** What would come of a policy command. */
public sealed interface PolicyDecision {
  /**
   * It happens.
   *
   * @param grant the grant created or revoked
   */
  record Accepted(PolicyEvent event, Grant grant) implements PolicyDecision {}

  record Rejected(Rejection rejection) implements PolicyDecision {}
}
