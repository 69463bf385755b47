// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyFixtures.ALICE;
import static io.quorumkeep.node.domain.key.KeyFixtures.NOON;
import static io.quorumkeep.node.domain.key.KeyState.ACTIVE;
import static io.quorumkeep.node.domain.key.KeyState.COMPROMISED;
import static io.quorumkeep.node.domain.key.KeyState.DEACTIVATED;
import static io.quorumkeep.node.domain.key.KeyState.DESTROYED;
import static io.quorumkeep.node.domain.key.KeyState.PRE_ACTIVE;
import static io.quorumkeep.node.domain.key.KeyState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The transitions of NIST SP 800-57 Part 1 Rev. 5, section 7, one by one, with the numbers of its
 * figure 3 where we could check them. What is ours and not the standard's is said at its test.
 */
class Sp80057Test {
  /** 7.1, transition 1: a key is in the pre-activation state at once when it is generated. */
  @Test
  void transition1_generatedKeyIsPreActive() {
    KeyDecision decision = KeyDecider.decide(null, null, KeyFixtures.create(true), NOON, ALICE);

    KeyEvent first = ((KeyDecision.Accepted) decision).events().get(0);
    assertThat(KeyEvolution.evolve(null, first).state()).isEqualTo(PRE_ACTIVE);
  }

  /** 7.1, transition 2: one that will not be needed is destroyed. */
  @Test
  void transition2_preActiveKeyMayBeDestroyed() {
    assertThat(PRE_ACTIVE.mayBecome(DESTROYED)).isTrue();
  }

  /** 7.1, transition 3: one that becomes suspect is compromised. */
  @Test
  void transition3_preActiveKeyMayBeCompromised() {
    assertThat(PRE_ACTIVE.mayBecome(COMPROMISED)).isTrue();
  }

  /** 7.1, transition 4: it becomes active when it becomes available for use. */
  @Test
  void transition4_preActiveKeyMayBeActivated() {
    assertThat(PRE_ACTIVE.mayBecome(ACTIVE)).isTrue();
  }

  /** 7.2, transition 5: several types go from active to destroyed if nothing is compromised. */
  @Test
  void transition5_activeKeyMayBeDestroyed() {
    assertThat(ACTIVE.mayBecome(DESTROYED)).isTrue();
  }

  /** 7.2, transition 6: an active key that becomes suspect is compromised. */
  @Test
  void transition6_activeKeyMayBeCompromised() {
    assertThat(ACTIVE.mayBecome(COMPROMISED)).isTrue();
  }

  /** 7.2, transition 7: an active key that is not to be used for a time is suspended. */
  @Test
  void transition7_activeKeyMayBeSuspended() {
    assertThat(ACTIVE.mayBecome(SUSPENDED)).isTrue();
  }

  /** 7.2, transition 8: an active key that is no longer to protect is deactivated. */
  @Test
  void transition8_activeKeyMayBeDeactivated() {
    assertThat(ACTIVE.mayBecome(DEACTIVATED)).isTrue();
  }

  /** 7.3, transition 9: several types go from suspended to destroyed. */
  @Test
  void transition9_suspendedKeyMayBeDestroyed() {
    assertThat(SUSPENDED.mayBecome(DESTROYED)).isTrue();
  }

  /** 7.3, transition 10: a suspended key becomes active again when the reason is gone. */
  @Test
  void transition10_suspendedKeyMayBeReactivated() {
    assertThat(SUSPENDED.mayBecome(ACTIVE)).isTrue();
  }

  /** 7.3, transition 11: a suspended key is compromised when the suspicion is confirmed. */
  @Test
  void transition11_suspendedKeyMayBeCompromised() {
    assertThat(SUSPENDED.mayBecome(COMPROMISED)).isTrue();
  }

  /** 7.3, transition 12: several types go from suspended to deactivated. */
  @Test
  void transition12_suspendedKeyMayBeDeactivated() {
    assertThat(SUSPENDED.mayBecome(DEACTIVATED)).isTrue();
  }

  /** 7.4: a deactivated key that becomes suspect is compromised, and destroyed when not needed. */
  @Test
  void deactivatedKeyMayBeCompromisedOrDestroyed() {
    assertThat(DEACTIVATED.mayBecome(COMPROMISED)).isTrue();
    assertThat(DEACTIVATED.mayBecome(DESTROYED)).isTrue();
  }

  /**
   * Ours: the standard has no way back from deactivation. An administrator may reactivate, for old
   * backups; the cryptoperiod stays the one it had, so a key past it protects nothing all the same.
   */
  @Test
  void deactivatedKeyMayBeReactivated() {
    assertThat(DEACTIVATED.mayBecome(ACTIVE)).isTrue();
  }

  /** 7.5: a compromised key is destroyed when it is no longer needed, and nothing else. */
  @Test
  void compromisedKeyMayOnlyBeDestroyed() {
    assertThat(successors(COMPROMISED)).containsExactly(DESTROYED);
  }

  /** 7.6: a destroyed key cannot be used; it stays on record. */
  @Test
  void destroyedKeyStaysDestroyed() {
    assertThat(successors(DESTROYED)).isEmpty();
  }

  /** Every transition that the tests above do not name is refused, also the one to itself. */
  @Test
  void thereIsNoOtherTransition() {
    List<String> covered = new ArrayList<>();
    for (KeyState state : KeyState.values()) {
      for (KeyState next : successors(state)) {
        covered.add(state + " to " + next);
      }
    }

    assertThat(covered)
        .containsExactly(
            "PRE_ACTIVE to ACTIVE",
            "PRE_ACTIVE to COMPROMISED",
            "PRE_ACTIVE to DESTROYED",
            "ACTIVE to SUSPENDED",
            "ACTIVE to DEACTIVATED",
            "ACTIVE to COMPROMISED",
            "ACTIVE to DESTROYED",
            "SUSPENDED to ACTIVE",
            "SUSPENDED to DEACTIVATED",
            "SUSPENDED to COMPROMISED",
            "SUSPENDED to DESTROYED",
            "DEACTIVATED to ACTIVE",
            "DEACTIVATED to COMPROMISED",
            "DEACTIVATED to DESTROYED",
            "COMPROMISED to DESTROYED");
  }

  /** 7.3: a suspended key protects nothing. Ours: it processes nothing either. */
  @Test
  void suspensionIsStricterThanEverythingButDestruction() {
    for (KeyState other : EnumSet.complementOf(EnumSet.of(DESTROYED))) {
      assertThat(SUSPENDED.orStricter(other)).isEqualTo(SUSPENDED);
      assertThat(other.orStricter(SUSPENDED)).isEqualTo(SUSPENDED);
    }
  }

  /** The numbers are in every log and on the wire. */
  @Test
  void numbersArePermanent() {
    assertThat(KeyState.values())
        .extracting(state -> state.number() + " " + state)
        .containsExactly(
            "1 PRE_ACTIVE",
            "2 ACTIVE",
            "3 SUSPENDED",
            "4 DEACTIVATED",
            "5 COMPROMISED",
            "6 DESTROYED");
    assertThat(RevocationReason.values())
        .extracting(reason -> reason.number() + " " + reason)
        .containsExactly(
            "1 KEY_COMPROMISE",
            "2 CA_COMPROMISE",
            "3 AFFILIATION_CHANGED",
            "4 SUPERSEDED",
            "5 CESSATION_OF_OPERATION",
            "6 PRIVILEGE_WITHDRAWN",
            "7 UNSPECIFIED");
    assertThat(KeyAlgorithm.values())
        .extracting(algorithm -> algorithm.number() + " " + algorithm.lengthBits())
        .containsExactly("1 128", "2 256");
  }

  private static EnumSet<KeyState> successors(KeyState state) {
    EnumSet<KeyState> successors = EnumSet.noneOf(KeyState.class);
    for (KeyState next : KeyState.values()) {
      if (state.mayBecome(next)) {
        successors.add(next);
      }
    }
    return successors;
  }
}
