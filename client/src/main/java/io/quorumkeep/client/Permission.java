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
  /** Erasure of the material of all versions destroyed so far. */
  FINALIZE_DESTRUCTION,
  /** One that this client is too old to know. Never sent. */
  UNKNOWN
}
