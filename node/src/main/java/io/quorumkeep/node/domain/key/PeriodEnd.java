// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

/** The end of which period of a version. */
public enum PeriodEnd {
  /** From then on it only processes. */
  ORIGINATOR_USAGE(1),
  /** From then on it does nothing. */
  RECIPIENT_USAGE(2);

  private final int number;

  PeriodEnd(int number) {
    this.number = number;
  }

  /** The number by which it is stored; permanent. */
  public int number() {
    return number;
  }
}
