// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyFixtures.ALICE;
import static io.quorumkeep.node.domain.key.KeyFixtures.NAME;
import static io.quorumkeep.node.domain.key.KeyFixtures.NOON;
import static io.quorumkeep.node.domain.key.KeyFixtures.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quorumkeep.node.domain.Digest;
import io.quorumkeep.node.domain.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to keys by itself, and when. */
class DueDeciderTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final UsagePeriods PERIODS =
      new UsagePeriods(Duration.ofDays(60), Duration.ofDays(100));
  private static final Instant END = NOON.plus(DAY.multipliedBy(100));
  private static final KeyImage IMAGE = new KeyImage(new byte[] {5}, digest(5), digest(6));
  private static final DueDecider.Due WITH_IMAGE =
      new DueDecider.Due(DueKind.DEACTIVATE, 1, 0, null, IMAGE);
  private static final KeyEvent DEACTIVATED =
      new KeyEvent.Deactivated(NAME, END, 1, RevocationReason.CESSATION_OF_OPERATION);

  private static Key key(RotationPolicy rotation) {
    KeyAttributes plain = KeyAttributes.of(PERIODS, List.of());
    return created(
        false,
        null,
        new KeyAttributes(
            plain.usagePeriods(),
            plain.labels(),
            "",
            "",
            true,
            true,
            false,
            rotation,
            UsageBudget.SAFE));
  }

  private static Key created(
      boolean preActive, @Nullable Instant activation, KeyAttributes attributes) {
    KeyCommand create =
        new KeyCommand.Create(
            NAME,
            KeyAlgorithm.AES_256,
            KeyUsages.DATA_ENCRYPTION,
            preActive,
            activation,
            attributes,
            material(1));
    return fold(null, KeyDecider.decide(null, null, create, NOON, ALICE));
  }

  private static Key fold(@Nullable Key before, KeyDecision decision) {
    Key key = before;
    for (KeyEvent event : ((KeyDecision.Accepted) decision).events()) {
      key = KeyEvolution.evolve(key, event);
    }
    return Objects.requireNonNull(key);
  }

  private static KeyVersion active() {
    return new KeyVersion(1, KeyState.ACTIVE, NOON, PERIODS.startingAt(NOON), null, material(1));
  }

  private static DueDecider.Due rotation(int next) {
    return new DueDecider.Due(DueKind.ROTATE, 0, next, material(next));
  }

  private static DueDecider.Due due(DueKind kind, int version) {
    return new DueDecider.Due(kind, version, 0, null);
  }

  private static void assertNotDue(KeyDecision decision) {
    assertThat(decision)
        .isInstanceOfSatisfying(
            KeyDecision.Rejected.class,
            rejected -> assertThat(rejected.rejection().reason()).isEqualTo(Reason.NOT_DUE));
  }

  @Test
  void givenRotationPeriod_whenItIsOver_thenRotatedOnceAndTheScheduleGoesOn() {
    Key key = key(new RotationPolicy(DAY.multipliedBy(10), 0, 0));
    Instant due = NOON.plus(DAY.multipliedBy(10));

    assertNotDue(DueDecider.decide(key, null, rotation(2), due.minusMillis(1)));
    Key rotated = fold(key, DueDecider.decide(key, null, rotation(2), due.plusSeconds(5)));

    assertThat(rotated.currentVersion()).isEqualTo(2);
    assertThat(rotated.schedule().rotation()).isEqualTo(due.plus(DAY.multipliedBy(10)));
    assertNotDue(DueDecider.decide(rotated, null, rotation(3), due.plusSeconds(6)));
  }

  @Test
  void givenRotationsMissed_whenTheClusterIsBack_thenOneRotationAndTheNextInTheFuture() {
    Key key = key(new RotationPolicy(DAY, 0, 0));
    Instant back = NOON.plus(DAY.multipliedBy(10)).plusSeconds(1);

    Key rotated = fold(key, DueDecider.decide(key, null, rotation(2), back));

    assertThat(rotated.schedule().rotation()).isEqualTo(NOON.plus(DAY.multipliedBy(11)));
  }

  @Test
  void givenRotationByHand_whenTheScheduleIsLater_thenItStays() {
    Key key = key(new RotationPolicy(DAY.multipliedBy(10), 0, 0));
    KeyCommand byHand = new KeyCommand.Rotate(NAME, 2, material(2));

    Key rotated = fold(key, KeyDecider.decide(key, null, byHand, NOON.plus(DAY), ALICE));

    assertThat(rotated.schedule().rotation()).isEqualTo(NOON.plus(DAY.multipliedBy(10)));
  }

  @Test
  void givenUsageBeyondThePolicy_whenTriggered_thenRotationIsDueAtOnce() {
    Key key = key(new RotationPolicy(null, 5, 0));
    Key triggered = KeyEvolution.evolve(key, new KeyEvent.RotationTriggered(NAME, NOON));

    assertThat(triggered.isRotationDue(NOON)).isTrue();
    Key rotated = fold(triggered, DueDecider.decide(triggered, null, rotation(2), NOON));
    assertThat(rotated.schedule().rotation()).isNull();
    assertThat(key.attributes().rotation().isReachedBy(new Usage(1, 4, 0, NOON, 1))).isFalse();
    assertThat(key.attributes().rotation().isReachedBy(new Usage(1, 5, 0, NOON, 1))).isTrue();
  }

  @Test
  void givenRotationBoundToAnotherVersion_whenDue_thenNotDue() {
    Key key = key(new RotationPolicy(DAY, 0, 0));

    assertNotDue(DueDecider.decide(key, null, rotation(3), NOON.plus(DAY)));
  }

  @Test
  void givenActivationDate_whenItComes_thenActive() {
    Instant date = NOON.plus(DAY);
    Key key = created(false, date, KeyFixtures.ATTRIBUTES);

    assertThat(key.state()).isEqualTo(KeyState.PRE_ACTIVE);
    assertNotDue(DueDecider.decide(key, null, due(DueKind.ACTIVATE, 0), date.minusMillis(1)));
    Key active = fold(key, DueDecider.decide(key, null, due(DueKind.ACTIVATE, 0), date));
    assertThat(active.state()).isEqualTo(KeyState.ACTIVE);
    assertThat(active.schedule().activation()).isNull();
  }

  @Test
  void givenActivationDateThatIsPast_whenCreated_thenActiveAtOnce() {
    assertThat(created(false, NOON, KeyFixtures.ATTRIBUTES).state()).isEqualTo(KeyState.ACTIVE);
  }

  @Test
  void givenVersion_whenItsPeriodsEnd_thenWarnedThirtySevenAndOneDayBefore() {
    assertThat(ExpiryWarnings.of(active()))
        .containsExactly(
            warning(30, PeriodEnd.ORIGINATOR_USAGE, 30),
            warning(53, PeriodEnd.ORIGINATOR_USAGE, 7),
            warning(59, PeriodEnd.ORIGINATOR_USAGE, 1),
            warning(70, PeriodEnd.RECIPIENT_USAGE, 30),
            warning(93, PeriodEnd.RECIPIENT_USAGE, 7),
            warning(99, PeriodEnd.RECIPIENT_USAGE, 1));
  }

  private static ExpiryWarnings.Warning warning(int day, PeriodEnd end, int days) {
    return new ExpiryWarnings.Warning(NOON.plus(DAY.multipliedBy(day)), end, days);
  }

  @Test
  void givenWarningsPassedOver_whenDue_thenTheLatestOnly() {
    Key key = key(RotationPolicy.MANUAL);
    Instant late = NOON.plus(DAY.multipliedBy(71));

    KeyDecision decision = DueDecider.decide(key, active(), due(DueKind.WARN, 1), late);

    assertThat(decision)
        .isEqualTo(
            new KeyDecision.Accepted(
                List.of(
                    new KeyEvent.ExpiryWarned(NAME, late, 1, PeriodEnd.RECIPIENT_USAGE, 30, 4))));
  }

  @Test
  void givenRecipientPeriodOver_whenAllWarningsWereGiven_thenDeactivated() {
    Key key = key(RotationPolicy.MANUAL);
    KeyVersion warned = active().withWarnings(6);
    Instant end = NOON.plus(DAY.multipliedBy(100));

    assertNotDue(DueDecider.decide(key, warned, due(DueKind.DEACTIVATE, 1), end.minusMillis(1)));
    assertThat(DueDecider.decide(key, warned, due(DueKind.DEACTIVATE, 1), end))
        .isInstanceOf(KeyDecision.Accepted.class);
  }

  @Test
  void givenMirroredKey_whenAPeriodEndsWithoutAnImage_thenNotDeactivatedUntilThereIsOne() {
    KeyAttributes plain = KeyAttributes.of(PERIODS, List.of());
    Key mirrored =
        created(
            false,
            null,
            new KeyEdit(null, null, null, null, null, null, true, null, null).appliedTo(plain));
    KeyVersion bare = active().withWarnings(6);
    Digest digest = new Digest(new byte[Digest.LENGTH]);
    KeyVersion archived =
        KeyEvolution.evolveVersion(bare, new KeyEvent.Archived(NAME, NOON, 1, digest, digest));
    Instant end = NOON.plus(DAY.multipliedBy(100));
    DueDecider.Due due = due(DueKind.DEACTIVATE, 1);

    assertThat(DueDecider.decide(mirrored, bare, due, end))
        .isInstanceOfSatisfying(
            KeyDecision.Rejected.class,
            rejected ->
                assertThat(rejected.rejection().reason()).isEqualTo(Reason.ARCHIVE_IMAGE_REQUIRED));
    assertThat(DueDecider.decide(mirrored, archived, due, end))
        .isInstanceOf(KeyDecision.Accepted.class);
  }

  private static Digest digest(int filler) {
    byte[] bytes = new byte[Digest.LENGTH];
    bytes[0] = (byte) filler;
    return new Digest(bytes);
  }

  private static Key mirrored() {
    KeyAttributes plain = KeyAttributes.of(PERIODS, List.of());
    return created(
        false,
        null,
        new KeyEdit(null, null, null, null, null, null, true, null, null).appliedTo(plain));
  }

  private static KeyVersion inState(KeyState state) {
    return new KeyVersion(1, state, NOON, PERIODS.startingAt(NOON), null, material(1))
        .withWarnings(6);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyState.class,
      names = {"ACTIVE", "SUSPENDED"})
  void givenMirroredKey_whenAPeriodEndsAndAnImageIsBrought_thenArchivedAndDeactivatedAtOnce(
      KeyState state) {
    KeyDecision decision = DueDecider.decide(mirrored(), inState(state), WITH_IMAGE, END);

    assertThat(decision)
        .isEqualTo(
            new KeyDecision.Accepted(
                List.of(
                    new KeyEvent.Archived(NAME, END, 1, IMAGE.commitment(), IMAGE.digest()),
                    DEACTIVATED)));
    KeyVersion version = inState(state);
    for (KeyEvent event : ((KeyDecision.Accepted) decision).events()) {
      version = KeyEvolution.evolveVersion(version, event);
    }
    assertThat(version.state()).isEqualTo(KeyState.DEACTIVATED);
    assertThat(version.archive()).isEqualTo(new Archive(digest(6), digest(5), END));
  }

  @Test
  void givenImageThatCameFirst_whenAnotherIsBrought_thenTheFirstStays() {
    KeyVersion archived =
        KeyEvolution.evolveVersion(
            inState(KeyState.ACTIVE), new KeyEvent.Archived(NAME, NOON, 1, digest(1), digest(2)));

    assertThat(DueDecider.decide(mirrored(), archived, WITH_IMAGE, END))
        .isEqualTo(KeyDecider.accepted(DEACTIVATED));
  }

  @Test
  void givenKeyThatIsNotMirroredAnyMore_whenAnImageIsBrought_thenDeactivatedWithoutIt() {
    Key plain = key(RotationPolicy.MANUAL);

    assertThat(DueDecider.decide(plain, inState(KeyState.ACTIVE), WITH_IMAGE, END))
        .isEqualTo(KeyDecider.accepted(DEACTIVATED));
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyState.class,
      names = {"PRE_ACTIVE", "DEACTIVATED", "COMPROMISED", "DESTROYED"})
  void givenVersionThatIsNotInUseAnyMore_whenAnImageIsBrought_thenNotDue(KeyState state) {
    KeyVersion version = state == KeyState.DESTROYED ? active().destroyed() : inState(state);

    assertNotDue(DueDecider.decide(mirrored(), version, WITH_IMAGE, END));
    assertNotDue(DueDecider.decide(mirrored(), null, WITH_IMAGE, END));
  }

  @Test
  void givenImage_whenBroughtTooEarlyOrForAnythingElse_thenNothingHappens() {
    assertNotDue(
        DueDecider.decide(mirrored(), inState(KeyState.ACTIVE), WITH_IMAGE, END.minusMillis(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DueDecider.Due(DueKind.DESTROY, 1, 0, null, IMAGE));
  }

  @Test
  void givenVersions_whenAskedWhetherTheyNeedAnImage_thenThoseOfMirroredKeysWithoutOneDo() {
    KeyVersion bare = inState(KeyState.ACTIVE);
    KeyVersion archived =
        KeyEvolution.evolveVersion(
            bare, new KeyEvent.Archived(NAME, NOON, 1, digest(1), digest(2)));

    assertThat(DueDecider.needsImage(mirrored(), bare)).isTrue();
    assertThat(DueDecider.needsImage(mirrored(), archived)).isFalse();
    assertThat(DueDecider.needsImage(key(RotationPolicy.MANUAL), bare)).isFalse();
  }

  @Test
  void givenPlannedDestruction_whenItsTimeComes_thenDestroyedAndNotBefore() {
    Key planned =
        KeyEvolution.evolve(
            key(RotationPolicy.MANUAL),
            new KeyEvent.DestructionScheduled(NAME, NOON, 0, NOON.plus(DAY), ""));

    assertNotDue(
        DueDecider.decide(planned, null, due(DueKind.DESTROY, 0), NOON.plus(DAY).minusMillis(1)));
    Key gone =
        fold(planned, DueDecider.decide(planned, null, due(DueKind.DESTROY, 0), NOON.plus(DAY)));
    assertThat(gone.state()).isEqualTo(KeyState.DESTROYED);
    assertThat(Deadline.of(gone)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DueKind.class)
  void givenNothingPlanned_whenAnythingIsSaidToBeDue_thenNotDue(DueKind kind) {
    Key key = created(false, null, KeyAttributes.of(UsagePeriods.WITHOUT_END, List.of()));
    KeyVersion version =
        new KeyVersion(
            1, KeyState.ACTIVE, NOON, UsagePeriods.WITHOUT_END.startingAt(NOON), null, material(1));
    Instant late = NOON.plus(DAY.multipliedBy(36_000));
    DueDecider.Due due = kind == DueKind.ROTATE ? rotation(2) : due(kind, 1);

    assertNotDue(DueDecider.decide(key, version, due, late));
    assertNotDue(DueDecider.decide(null, null, due, late));
  }
}
