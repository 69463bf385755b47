// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.audit;

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

  public int number() {
    return number;
  }
}
