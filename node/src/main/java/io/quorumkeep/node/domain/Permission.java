// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

import org.jspecify.annotations.Nullable;

/** One permission for each operation. The number stands in the log and is permanent. */
public enum Permission {
  CREATE_KEY(1),
  GET_KEY(2),
  LIST_KEYS(3),
  ACTIVATE_KEY(4),
  ROTATE_KEY(5),
  SUSPEND_KEY(6),
  REACTIVATE_KEY(7),
  REVOKE_KEY(8),
  /** Release of the current version. */
  RETRIEVE_KEY(9),
  /** The right to process: release of a version by its number. */
  RETRIEVE_KEY_VERSION(10),
  /** Release of a compromised version by its number. */
  RETRIEVE_COMPROMISED_KEY(11),
  CREATE_GRANT(12),
  REVOKE_GRANT(13),
  LIST_GRANTS(14),
  READ_AUDIT(15),
  READ_CLUSTER(16),
  UPDATE_KEY(17),
  SCHEDULE_DESTRUCTION(18),
  CANCEL_DESTRUCTION(19),
  /** Destruction at once. */
  DESTROY_KEY(20),
  SET_NAMESPACE_POLICY(30),
  GET_NAMESPACE_POLICY(31),
  /** To propose an operation that others must agree to, and to withdraw one's own proposal. */
  CREATE_PROPOSAL(32),
  /** To agree to proposals of others, and to withdraw them. */
  APPROVE_PROPOSAL(33),
  LIST_PROPOSALS(34),
  /** What was at a moment of the past. */
  READ_HISTORY(50),
  /** Who received a version. */
  READ_RECIPIENTS(51),
  /** Images of versions are put into the archive. */
  ARCHIVE_KEY(22),
  /** What is in the archive: a list, and checks; no image. */
  READ_ARCHIVE(23),
  /** Export of an image. */
  EXPORT_ARCHIVE(24),
  RECOVER_KEY(25),
  /** Erasure of the material of all versions destroyed so far. */
  FINALIZE_DESTRUCTION(40);

  private final int number;

  Permission(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** Returns the permission with this number, or null if there is none. */
  public static @Nullable Permission ofNumber(int number) {
    for (Permission permission : values()) {
      if (permission.number == number) {
        return permission;
      }
    }
    return null;
  }
}
