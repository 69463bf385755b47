// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Duration;
import java.util.Optional;

/**
 * What a new proposal shall be.
 *
 * @param reason why, for those who are to approve; at most 256 characters
 * @param lifetime 5 minutes to 30 days, but no longer than the policy lets it live; empty: that
 *     long
 */
public record ProposalSpec(GuardedAction action, String reason, Optional<Duration> lifetime) {
  /** Proposes {@code action} for as long as the policy lets it live. */
  public static ProposalSpec of(GuardedAction action, String reason) {
    return new ProposalSpec(action, reason, Optional.empty());
  }
}
