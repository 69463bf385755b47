// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

/** What clients do. */
enum Operation {
  CREATE(12),
  RETRIEVE(45),
  RETRIEVE_VERSION(12),
  ROTATE(10),
  SUSPEND(7),
  REACTIVATE(8),
  REVOKE(1),
  UPDATE(5),
  GRANT(6),
  UNGRANT(5),
  GET(8);

  private final int weight;

  Operation(int weight) {
    this.weight = weight;
  }

  /** Its usual share. */
  int weight() {
    return weight;
  }
}
