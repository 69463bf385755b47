// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyFixtures.ALICE;
import static io.quorumkeep.node.domain.key.KeyFixtures.ATTRIBUTES;
import static io.quorumkeep.node.domain.key.KeyFixtures.NAME;
import static io.quorumkeep.node.domain.key.KeyFixtures.NOON;
import static io.quorumkeep.node.domain.key.KeyFixtures.keyThatIs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Editing when a key is activated by itself. */
class ActivationEditTest {
  private static final Instant TOMORROW = NOON.plusSeconds(86_400);

  @Test
  void givenKeyThatNobodyPlannedToActivate_whenATimeIsSet_thenItIsDueThen() {
    Key key = keyThatIs(KeyState.PRE_ACTIVE);

    Key after = folded(key, edit(TOMORROW));

    assertThat(after.state()).isEqualTo(KeyState.PRE_ACTIVE);
    assertThat(Deadline.of(key)).isEmpty();
    assertThat(Deadline.of(after)).containsExactly(activationAt(TOMORROW));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 86_400, 1_700_000_000})
  void givenPlannedActivation_whenMovedToATimeThatIsOver_thenItIsDueNow(long secondsAgo) {
    Key key = folded(keyThatIs(KeyState.PRE_ACTIVE), edit(TOMORROW));

    Key after = folded(key, edit(NOON.minusSeconds(secondsAgo)));

    assertThat(Deadline.of(after)).containsExactly(activationAt(NOON));
    DueDecider.Due due = new DueDecider.Due(DueKind.ACTIVATE, 0, 0, null);
    assertThat(DueDecider.decide(after, null, due, NOON))
        .isEqualTo(KeyDecider.accepted(KeyDecider.activation(NAME, NOON, ATTRIBUTES)));
  }

  @Test
  void givenPlannedActivation_whenTakenBack_thenOnlyACommandActivates() {
    Key key = folded(keyThatIs(KeyState.PRE_ACTIVE), edit(TOMORROW));

    Key after = folded(key, edit(null));

    assertThat(Deadline.of(after)).isEmpty();
    assertThat(folded(after, new KeyCommand.Activate(NAME), TOMORROW.plusSeconds(1)).state())
        .isEqualTo(KeyState.ACTIVE);
  }

  @Test
  void givenPlannedActivation_whenMoved_thenTheEventHoldsWhatWasAndWhatIs() {
    Key key = folded(keyThatIs(KeyState.PRE_ACTIVE), edit(TOMORROW));
    Instant later = TOMORROW.plusSeconds(60);

    KeyDecision decision = decided(key, edit(later), NOON);

    assertThat(decision)
        .isEqualTo(KeyDecider.accepted(updated(new KeyEvent.ActivationChange(TOMORROW, later))));
  }

  @Test
  void givenPlannedActivation_whenOtherThingsAreEdited_thenItStays() {
    Key key = folded(keyThatIs(KeyState.PRE_ACTIVE), edit(TOMORROW));

    Key after = folded(key, KeyFixtures.update(0));

    assertThat(Deadline.of(after)).containsExactly(activationAt(TOMORROW));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PRE_ACTIVE")
  void givenKeyThatWaitsForNothing_whenItsActivationIsEdited_thenRefused(KeyState state) {
    Key key = keyThatIs(state);

    for (KeyCommand edit : new KeyCommand[] {edit(TOMORROW), edit(NOON), edit(null)}) {
      assertThat(decided(key, edit, NOON))
          .isInstanceOfSatisfying(
              KeyDecision.Rejected.class,
              rejected -> {
                assertThat(rejected.rejection().reason()).isEqualTo(Reason.KEY_STATE_FORBIDS);
                assertThat(rejected.rejection().detail()).contains(state.name());
              });
    }
  }

  @Test
  void givenPlannedDestruction_whenTheActivationIsMoved_thenItCountsOnceThatIsCancelled() {
    Key planned =
        folded(
            keyThatIs(KeyState.PRE_ACTIVE),
            new KeyCommand.ScheduleDestruction(
                NAME, 0, KeyCommand.ScheduleDestruction.SHORTEST, ""));

    Key moved = folded(planned, edit(TOMORROW));
    Key kept = folded(moved, new KeyCommand.CancelDestruction(NAME, 0, ""));

    assertThat(Deadline.of(moved)).extracting(Deadline::kind).containsExactly(DueKind.DESTROY);
    assertThat(Deadline.of(kept)).containsExactly(activationAt(TOMORROW));
  }

  @Test
  void givenEventThatStartsFromAnotherTime_whenFolded_thenTheLogIsDamaged() {
    Key key = keyThatIs(KeyState.PRE_ACTIVE);

    KeyEvent other = updated(new KeyEvent.ActivationChange(NOON, TOMORROW));

    assertThatExceptionOfType(CorruptLogException.class)
        .isThrownBy(() -> KeyEvolution.evolve(key, other));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PRE_ACTIVE")
  void givenKeyThatWaitsForNothing_whenItsActivationMoved_thenTheLogIsDamaged(KeyState state) {
    Key key = keyThatIs(state);

    KeyEvent moved = updated(new KeyEvent.ActivationChange(null, TOMORROW));

    assertThatExceptionOfType(CorruptLogException.class)
        .isThrownBy(() -> KeyEvolution.evolve(key, moved));
  }

  private static KeyCommand edit(@Nullable Instant activation) {
    return new KeyCommand.Update(NAME, KeyEdit.NOTHING.withActivation(activation), 0, "moved");
  }

  private static KeyEvent updated(KeyEvent.ActivationChange change) {
    return new KeyEvent.Updated(NAME, NOON, ATTRIBUTES, ATTRIBUTES, null, "moved", change);
  }

  private static Deadline activationAt(Instant time) {
    return new Deadline(DueKind.ACTIVATE, time, NAME, 0);
  }

  private static KeyDecision decided(Key key, KeyCommand command, Instant now) {
    return KeyDecider.decide(key, null, command, now, ALICE);
  }

  private static Key folded(Key key, KeyCommand command) {
    return folded(key, command, NOON);
  }

  private static Key folded(Key key, KeyCommand command, Instant now) {
    KeyDecision.Accepted accepted = (KeyDecision.Accepted) decided(key, command, now);
    Key after = key;
    for (KeyEvent event : accepted.events()) {
      after = KeyEvolution.evolve(after, event);
    }
    return after;
  }
}
