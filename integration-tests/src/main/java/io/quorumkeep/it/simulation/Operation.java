// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

/** What clients do. */
enum Operation {
  CREATE(14),
  RETRIEVE(45),
  RETRIEVE_VERSION(12),
  ROTATE(8),
  SUSPEND(6),
  REACTIVATE(8),
  REVOKE(2),
  UPDATE(10),
  GRANT(6),
  UNGRANT(5),
  GET(6),
  ACTIVATE(4),
  SCHEDULE_DESTRUCTION(7),
  CANCEL_DESTRUCTION(4),
  PROPOSE(7),
  APPROVE(10),
  WITHDRAW(1),
  /** Destruction at once, or whatever else was proposed. */
  CARRY_OUT(9),
  /** An erasure. */
  FINALIZE(3),
  ARCHIVE(5),
  DELETE_IMAGE(1),
  /** Without a proposal; most are carried out with one. */
  EXPORT(2),
  /** Without a proposal; most are carried out with one. */
  RECOVER(2),
  SET_POLICY(2);

  private final int weight;

  Operation(int weight) {
    this.weight = weight;
  }

  /** Its usual share. */
  int weight() {
    return weight;
  }

  /** Whether it is a read: nothing is remembered of it. */
  boolean isRead() {
    return this == GET || this == EXPORT;
  }

  /** As {@link #isRead()}, by the name in the audit record. */
  static boolean isRead(String recorded) {
    return recorded.equals("GET_KEY") || recorded.equals("EXPORT_ARCHIVE");
  }

  /** Whether it releases material. */
  boolean isUse() {
    return this == RETRIEVE || this == RETRIEVE_VERSION;
  }
}
