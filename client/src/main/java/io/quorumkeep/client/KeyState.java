// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** The states of NIST SP 800-57 Part 1 Rev. 5, section 7, by their KMIP names. */
public enum KeyState {
  /** Created, not yet usable. */
  PRE_ACTIVE,
  /** May protect and process. */
  ACTIVE,
  /** Reversibly revoked: nothing is allowed until it is reactivated. */
  SUSPENDED,
  /** May still process (decrypt, verify, unwrap), no longer protect. */
  DEACTIVATED,
  /** Known or thought to be known to others. */
  COMPROMISED,
  /** Its material is gone. */
  DESTROYED,
  /** One that this client is too old to know. */
  UNKNOWN
}
