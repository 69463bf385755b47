// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyFixtures.ALICE;
import static io.quorumkeep.node.domain.key.KeyFixtures.NAME;
import static io.quorumkeep.node.domain.key.KeyFixtures.NOON;
import static io.quorumkeep.node.domain.key.KeyFixtures.keyThatIs;
import static io.quorumkeep.node.domain.key.KeyFixtures.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Why a key is rotated, suspended or reactivated. */
class ReasonTest {
  private static final String WHY = "new terminals";

  @Test
  void givenReason_whenRotated_thenTheEventHasIt() {
    KeyCommand command = new KeyCommand.Rotate(NAME, 4, material(4), WHY);

    assertThat(decided(keyThatIs(KeyState.ACTIVE), command))
        .isEqualTo(
            KeyDecider.accepted(
                new KeyEvent.Rotated(NAME, NOON, 4, KeyFixtures.PERIODS, null, material(4), WHY)));
  }

  @Test
  void givenReason_whenSuspended_thenTheEventHasIt() {
    assertThat(decided(keyThatIs(KeyState.ACTIVE), new KeyCommand.Suspend(NAME, 0, WHY)))
        .isEqualTo(KeyDecider.accepted(new KeyEvent.Suspended(NAME, NOON, 0, WHY)));
  }

  @Test
  void givenReason_whenReactivated_thenTheEventHasIt() {
    assertThat(decided(keyThatIs(KeyState.SUSPENDED), new KeyCommand.Reactivate(NAME, 0, WHY)))
        .isEqualTo(KeyDecider.accepted(new KeyEvent.Reactivated(NAME, NOON, 0, WHY)));
  }

  @Test
  void givenReasonThatIsTooLong_whenACommandIsMade_thenRefused() {
    List<Function<String, KeyCommand>> commands =
        List.of(
            why -> new KeyCommand.Rotate(NAME, 4, material(4), why),
            why -> new KeyCommand.Suspend(NAME, 0, why),
            why -> new KeyCommand.Reactivate(NAME, 0, why));
    String longest = "x".repeat(KeyCommand.MAX_REASON_LENGTH);

    for (Function<String, KeyCommand> command : commands) {
      assertThat(command.apply(longest).name()).isEqualTo(NAME);
      assertThatIllegalArgumentException().isThrownBy(() -> command.apply(longest + "x"));
    }
  }

  private static KeyDecision decided(Key key, KeyCommand command) {
    return KeyDecider.decide(key, null, command, NOON, ALICE);
  }
}
