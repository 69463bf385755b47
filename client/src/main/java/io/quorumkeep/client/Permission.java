// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** One permission for each operation. */
public enum Permission {
  CREATE_KEY,
  GET_KEY,
  LIST_KEYS,
  ACTIVATE_KEY,
  ROTATE_KEY,
  SUSPEND_KEY,
  REACTIVATE_KEY,
  REVOKE_KEY,
  /** Release of the current version. */
  RETRIEVE_KEY,
  /** The right to process: release of a version by its number. */
  RETRIEVE_KEY_VERSION,
  /** Release of a compromised version by its number. */
  RETRIEVE_COMPROMISED_KEY,
  CREATE_GRANT,
  REVOKE_GRANT,
  LIST_GRANTS,
  READ_AUDIT,
  READ_CLUSTER,
  UPDATE_KEY,
  SCHEDULE_DESTRUCTION,
  CANCEL_DESTRUCTION,
  /** Destruction at once. */
  DESTROY_KEY,
  SET_NAMESPACE_POLICY,
  GET_NAMESPACE_POLICY,
  /** To propose an operation that others must agree to, and to withdraw one's own proposal. */
  CREATE_PROPOSAL,
  /** To agree to proposals of others, and to withdraw them. */
  APPROVE_PROPOSAL,
  LIST_PROPOSALS,
  /** What a key and the grants about it were at a moment of the past. */
  READ_HISTORY,
  /** Who received a version of a key. */
  READ_RECIPIENTS,
  ARCHIVE_KEY,
  READ_ARCHIVE,
  EXPORT_ARCHIVE,
  RECOVER_KEY,
  /** Erasure of the material of all versions destroyed so far. */
  FINALIZE_DESTRUCTION,
  /** One that this client is too old to know. Never sent. */
  UNKNOWN
}
