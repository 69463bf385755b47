// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** An operation that may need the approval of other principals. */
public enum GuardedOperation {
  /** Taking back a grant that has the permission {@link Permission#APPROVE_PROPOSAL}. */
  REVOKE_GRANT,
  /** Destroying a key, or a version, at once. */
  DESTROY_KEY,
  EXPORT_ARCHIVE,
  RECOVER_KEY,
  /** Lowering what the policy of a namespace asks for. */
  SET_NAMESPACE_POLICY,
  /** One that this client is too old to know. Never sent. */
  UNKNOWN
}
