// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An operation that somebody wants to do and others are to agree to. What it proposes never
 * changes, and its name is never used again.
 *
 * @param name {@code proposals/{proposal}}
 * @param proposer the only principal who can carry it out, and who cannot approve
 * @param requiredApprovals by the policy in force, but no fewer than when it was made
 * @param closeTime when it was carried out or withdrawn
 * @param closer by whom; empty while it was not
 */
public record Proposal(
    String name,
    GuardedAction action,
    String reason,
    String proposer,
    Instant createTime,
    Instant expireTime,
    List<Approval> approvals,
    int requiredApprovals,
    ProposalState state,
    Optional<Instant> closeTime,
    String closer) {

  public Proposal {
    approvals = List.copyOf(approvals);
  }
}
