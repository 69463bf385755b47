// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

/** Why a key is revoked: the Revocation Reason Codes of KMIP 2.1, section 11.51. */
public enum RevocationReason {
  KEY_COMPROMISE(1),
  CA_COMPROMISE(2),
  AFFILIATION_CHANGED(3),
  SUPERSEDED(4),
  CESSATION_OF_OPERATION(5),
  PRIVILEGE_WITHDRAWN(6),
  UNSPECIFIED(7);

  private final int number;

  RevocationReason(int number) {
    this.number = number;
  }

  /** The number by which it is stored; permanent. */
  public int number() {
    return number;
  }

  public boolean isCompromise() {
    return this == KEY_COMPROMISE || this == CA_COMPROMISE;
  }
}
