// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.ResourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation that somebody wants to do and others are to agree to. What it proposes never
 * changes, and its id is never used again, so an approval is for exactly what was seen.
 *
 * @param id a {@link ResourceId}
 * @param reason why, in the words of the proposer; at most {@link #MAX_REASON_LENGTH} characters
 * @param proposer the only one who can carry it out, and the only one who cannot approve
 * @param expiresAt log time from which it is of no use any more
 * @param required approvals that were needed when it was made
 * @param approvals in the order in which they came
 * @param closing how it ended; null while it has not
 */
public record Proposal(
    String id,
    GuardedAction action,
    String reason,
    Principal proposer,
    Instant createdAt,
    Instant expiresAt,
    int required,
    List<Approval> approvals,
    @Nullable Closing closing)
    implements Governed {
  /** Characters of a reason. */
  public static final int MAX_REASON_LENGTH = 256;

  /** Approvals that a proposal holds: far more than any policy asks for. */
  static final int MAX_APPROVALS = 16;

  public Proposal {
    ResourceId.check(id, "a proposal");
    approvals = List.copyOf(approvals);
  }

  /**
   * How a proposal ended.
   *
   * @param consumed whether the operation was carried out; else it was withdrawn
   * @param principal who did it
   */
  public record Closing(boolean consumed, Principal principal, Instant at) {}

  /** What may still be done with a proposal. */
  public enum Status {
    /** It needs more approvals. */
    PENDING,
    /** It can be carried out. */
    APPROVED,
    /** Its time was over before it was carried out. */
    EXPIRED,
    WITHDRAWN,
    /** It was carried out. */
    CONSUMED
  }

  /**
   * What may still be done with it.
   *
   * @param needed approvals needed by the policy in force
   */
  public Status statusAt(Instant now, int needed) {
    if (closing != null) {
      return closing.consumed() ? Status.CONSUMED : Status.WITHDRAWN;
    }
    if (isExpiredAt(now)) {
      return Status.EXPIRED;
    }
    return approvals.size() >= Math.max(required, needed) ? Status.APPROVED : Status.PENDING;
  }

  /** Log time of what happened to it last. */
  public Instant changedAt() {
    if (closing != null) {
      return closing.at();
    }
    return approvals.isEmpty() ? createdAt : approvals.get(approvals.size() - 1).at();
  }

  boolean isExpiredAt(Instant now) {
    return !now.isBefore(expiresAt);
  }

  /** Whether it can still be approved of, or used. */
  public boolean isOpenAt(Instant now) {
    return closing == null && !isExpiredAt(now);
  }

  boolean isApprovedBy(Principal principal) {
    return approvals.stream().anyMatch(approval -> approval.principal().equals(principal));
  }

  Proposal withApproval(Approval approval) {
    List<Approval> more = new ArrayList<>(approvals);
    more.add(approval);
    return new Proposal(
        id, action, reason, proposer, createdAt, expiresAt, required, more, closing);
  }

  Proposal closed(Closing how) {
    return new Proposal(
        id, action, reason, proposer, createdAt, expiresAt, required, approvals, how);
  }
}
