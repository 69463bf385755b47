// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.audit;

import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import org.jspecify.annotations.Nullable;

/** How a request ended. The number stands in every record and is permanent. */
public enum AuditDecision {
  ALLOWED(1),
  /** The principal lacks the permission. */
  DENIED(2),
  /** Permitted, but impossible. */
  REJECTED(3);

  private final int number;

  AuditDecision(int number) {
    this.number = number;
  }

  /** How a request ended that was refused so, or was not if {@code rejection} is null. */
  public static AuditDecision of(@Nullable Rejection rejection) {
    if (rejection == null) {
      return ALLOWED;
    }
    return rejection.reason() == Reason.PERMISSION_DENIED ? DENIED : REJECTED;
  }

  public int number() {
    return number;
  }
}
