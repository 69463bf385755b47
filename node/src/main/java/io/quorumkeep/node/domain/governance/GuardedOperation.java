// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import org.jspecify.annotations.Nullable;

/**
 * An operation that may need the approval of others. The number is that of its permission; it
 * stands in the log and is permanent.
 */
public enum GuardedOperation {
  /** Taking back a grant about approving. */
  REVOKE_GRANT(13, false),
  /** Destroying a key, or a version, at once. */
  DESTROY_KEY(20, true),
  /** Handing out encrypted images of keys. */
  EXPORT_ARCHIVE(24, true),
  /** Making a destroyed key again from its image. */
  RECOVER_KEY(25, true),
  /** Lowering what the policy of a namespace asks for. */
  SET_NAMESPACE_POLICY(30, true);

  private final int number;
  private final boolean inNamespace;

  GuardedOperation(int number, boolean inNamespace) {
    this.number = number;
    this.inNamespace = inNamespace;
  }

  public int number() {
    return number;
  }

  /** Whether the policy of a namespace says how many approvals it needs. */
  public boolean isInNamespace() {
    return inNamespace;
  }

  /** Returns the operation with this number, or null if there is none. */
  public static @Nullable GuardedOperation ofNumber(int number) {
    for (GuardedOperation operation : values()) {
      if (operation.number == number) {
        return operation;
      }
    }
    return null;
  }
}
