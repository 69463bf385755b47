// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import io.quorumkeep.node.domain.Rejection;
import org.jspecify.annotations.Nullable;

/** Whether an operation has the approvals it needs. */
public sealed interface Clearance {
  /** It needs none. */
  Clearance FREE = new Cleared(null);

  /**
   * It may go on to be decided.
   *
   * @param consumption what happens to the proposal if the operation is carried out; null if it
   *     needs none
   */
  record Cleared(GovernanceEvent.@Nullable ProposalConsumed consumption) implements Clearance {}

  record Refused(Rejection rejection) implements Clearance {}
}
