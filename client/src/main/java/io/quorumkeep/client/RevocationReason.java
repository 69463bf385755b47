// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** Why a key is revoked: the Revocation Reason Codes of KMIP 2.1, section 11.51. */
public enum RevocationReason {
  /** No reason given. */
  UNSPECIFIED,
  /** Moves the key to {@link KeyState#COMPROMISED}. */
  KEY_COMPROMISE,
  /** Moves the key to {@link KeyState#COMPROMISED}. */
  CA_COMPROMISE,
  /** Its holder's name or other details changed. */
  AFFILIATION_CHANGED,
  /** Another key took its place. */
  SUPERSEDED,
  /** No longer needed. */
  CESSATION_OF_OPERATION,
  /** Its holder may not have it any more. */
  PRIVILEGE_WITHDRAWN
}
