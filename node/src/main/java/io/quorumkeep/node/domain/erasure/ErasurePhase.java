// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

/** How far an erasure is. The number stands in the store and is permanent. */
public enum ErasurePhase {
  /** The next epoch's secret is made, and a majority of the members stores it. */
  DISTRIBUTING(1),
  /** New material goes under the next epoch's secret, and what lives is moved there. */
  REWRAPPING(2),
  /** Nothing that lives needs the old secret: each member gives up its history, and forgets it. */
  PURGING(3);

  private final int number;

  ErasurePhase(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
