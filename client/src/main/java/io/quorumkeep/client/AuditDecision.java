// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** How a request was judged. */
public enum AuditDecision {
  ALLOWED,
  /** The principal lacks the permission. */
  DENIED,
  /** Permitted, but impossible: the reason says why. */
  REJECTED,
  /** One that this client is too old to know. */
  UNKNOWN
}
