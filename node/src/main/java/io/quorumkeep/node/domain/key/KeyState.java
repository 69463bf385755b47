// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.util.EnumSet;

/** The states of NIST SP 800-57 Part 1 Rev. 5, section 7, by their KMIP names. */
public enum KeyState {
  PRE_ACTIVE(1),
  ACTIVE(2),
  SUSPENDED(3),
  DEACTIVATED(4),
  COMPROMISED(5),
  DESTROYED(6);

  private final int number;

  KeyState(int number) {
    this.number = number;
  }

  /** The number by which it is stored and sent; permanent. */
  public int number() {
    return number;
  }

  public boolean mayBecome(KeyState next) {
    return successors().contains(next);
  }

  /** What a version is worth whose key is in the other state: the one that allows less. */
  public KeyState orStricter(KeyState other) {
    return strictness() >= other.strictness() ? this : other;
  }

  private EnumSet<KeyState> successors() {
    return switch (this) {
      case PRE_ACTIVE -> EnumSet.of(ACTIVE, COMPROMISED, DESTROYED);
      case ACTIVE -> EnumSet.of(SUSPENDED, DEACTIVATED, COMPROMISED, DESTROYED);
      case SUSPENDED -> EnumSet.of(ACTIVE, DEACTIVATED, COMPROMISED, DESTROYED);
      case DEACTIVATED -> EnumSet.of(ACTIVE, COMPROMISED, DESTROYED);
      case COMPROMISED -> EnumSet.of(DESTROYED);
      case DESTROYED -> EnumSet.noneOf(KeyState.class);
    };
  }

  private int strictness() {
    return switch (this) {
      case ACTIVE -> 0;
      case DEACTIVATED -> 1;
      case COMPROMISED -> 2;
      case PRE_ACTIVE -> 3;
      case SUSPENDED -> 4;
      case DESTROYED -> 5;
    };
  }
}
