// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.Permission;

/** What happens to a key by itself when its time has come. */
public enum DueKind {
  ACTIVATE(1, Permission.ACTIVATE_KEY.name()),
  ROTATE(2, Permission.ROTATE_KEY.name()),
  WARN(3, "WARN_OF_EXPIRY"),
  /** The recipient-usage period of a version is over. */
  DEACTIVATE(4, Permission.REVOKE_KEY.name()),
  DESTROY(5, Permission.DESTROY_KEY.name());

  private final int number;
  private final String operation;

  DueKind(int number, String operation) {
    this.number = number;
    this.operation = operation;
  }

  /** The number by which it is stored; permanent. */
  public int number() {
    return number;
  }

  /** The operation in the audit record. */
  public String operation() {
    return operation;
  }
}
