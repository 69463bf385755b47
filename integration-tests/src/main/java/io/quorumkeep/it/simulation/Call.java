// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client, with all that is needed to send it again.
 *
 * @param name the key, and the version where one is meant
 * @param policy what is to become of the grants, for such requests
 */
record Call(
    Operation operation,
    Principal principal,
    RequestId id,
    long hash,
    KeyVersionName name,
    UsagePeriods periods,
    boolean preActive,
    RevocationReason reason,
    @Nullable PolicyCommand policy) {

  /**
   * One sending of a call.
   *
   * @param source names this attempt, and stands in the audit record if it is the one that counted
   * @param since the last sequence acknowledged to anybody when the call was first sent
   * @param sinceAttempt the last sequence acknowledged to anybody when this attempt was sent
   * @param timeout how long the node may take
   */
  record Attempt(Call call, String source, long since, long sinceAttempt, Duration timeout) {}

  @Override
  public String toString() {
    return operation
        + " "
        + (policy == null ? name : "grants/" + policy.grantId())
        + " by "
        + principal.uri().substring("spiffe://example.org/".length());
  }
}
