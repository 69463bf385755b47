// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyFixtures.ALICE;
import static io.quorumkeep.node.domain.key.KeyFixtures.ATTRIBUTES;
import static io.quorumkeep.node.domain.key.KeyFixtures.NAME;
import static io.quorumkeep.node.domain.key.KeyFixtures.NOON;
import static io.quorumkeep.node.domain.key.KeyFixtures.PERIODS;
import static io.quorumkeep.node.domain.key.KeyFixtures.SUSPECTED;
import static io.quorumkeep.node.domain.key.KeyFixtures.keyThatIs;
import static io.quorumkeep.node.domain.key.KeyFixtures.material;
import static io.quorumkeep.node.domain.key.KeyFixtures.versionThatIs;
import static io.quorumkeep.node.domain.key.KeyState.ACTIVE;
import static io.quorumkeep.node.domain.key.KeyState.COMPROMISED;
import static io.quorumkeep.node.domain.key.KeyState.DEACTIVATED;
import static io.quorumkeep.node.domain.key.KeyState.PRE_ACTIVE;
import static io.quorumkeep.node.domain.key.KeyState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.KeyName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state and every event. A cell is the state that follows, or "-": the node must stop. */
class KeyEvolutionTest {
  private static final String KEYS =
      """
      key         CREATED    ACTIVATED ROTATED SUSPENDED REACTIVATED DEACTIVATED COMPROMISED UPDATED     TRIGGERED WARNED SCHEDULED   CANCELLED DESTROYED
      none        PRE_ACTIVE -         -       -         -           -           -           -           -         -      -           -         -
      PRE_ACTIVE  -          ACTIVE    -       -         -           -           COMPROMISED PRE_ACTIVE  -         -      PRE_ACTIVE  -         DESTROYED
      ACTIVE      -          -         ACTIVE  SUSPENDED -           DEACTIVATED COMPROMISED ACTIVE      ACTIVE    -      ACTIVE      -         DESTROYED
      SUSPENDED   -          -         -       -         ACTIVE      DEACTIVATED COMPROMISED SUSPENDED   -         -      SUSPENDED   -         DESTROYED
      DEACTIVATED -          -         -       -         ACTIVE      -           COMPROMISED DEACTIVATED -         -      DEACTIVATED -         DESTROYED
      COMPROMISED -          -         -       -         -           -           -           COMPROMISED -         -      COMPROMISED -         DESTROYED
      DESTROYED   -          -         -       -         -           -           -           -           -         -      -           -         -
      """;

  private static final String VERSIONS =
      """
      version     CREATED    ACTIVATED ROTATED SUSPENDED REACTIVATED DEACTIVATED COMPROMISED UPDATED TRIGGERED WARNED    SCHEDULED   CANCELLED DESTROYED
      none        PRE_ACTIVE -         ACTIVE  -         -           -           -           -       -         -         -           -         -
      PRE_ACTIVE  -          ACTIVE    -       -         -           -           COMPROMISED -       -         -         PRE_ACTIVE  -         DESTROYED
      ACTIVE      -          -         -       SUSPENDED -           DEACTIVATED COMPROMISED -       -         ACTIVE    ACTIVE      -         DESTROYED
      SUSPENDED   -          -         -       -         ACTIVE      DEACTIVATED COMPROMISED -       -         SUSPENDED SUSPENDED   -         DESTROYED
      DEACTIVATED -          -         -       -         ACTIVE      -           COMPROMISED -       -         -         DEACTIVATED -         DESTROYED
      COMPROMISED -          -         -       -         -           -           -           -       -         -         COMPROMISED -         DESTROYED
      DESTROYED   -          -         -       -         -           -           -           -       -         -         -           -         -
      """;

  private enum Kind {
    CREATED,
    ACTIVATED,
    ROTATED,
    SUSPENDED,
    REACTIVATED,
    DEACTIVATED,
    COMPROMISED,
    UPDATED,
    TRIGGERED,
    WARNED,
    SCHEDULED,
    CANCELLED,
    DESTROYED;

    KeyEvent event(KeyName name, int version) {
      return switch (this) {
        case CREATED ->
            new KeyEvent.Created(
                name,
                NOON,
                KeyAlgorithm.AES_128,
                KeyUsages.DATA_ENCRYPTION,
                ALICE.uri(),
                null,
                ATTRIBUTES,
                material(1));
        case ACTIVATED -> new KeyEvent.Activated(name, NOON, PERIODS, null);
        case ROTATED -> new KeyEvent.Rotated(name, NOON, version, PERIODS, null, material(version));
        case SUSPENDED -> new KeyEvent.Suspended(name, NOON, version);
        case REACTIVATED -> new KeyEvent.Reactivated(name, NOON, version);
        case DEACTIVATED ->
            new KeyEvent.Deactivated(name, NOON, version, RevocationReason.UNSPECIFIED);
        case COMPROMISED ->
            new KeyEvent.Compromised(
                name, NOON, version, RevocationReason.CA_COMPROMISE, SUSPECTED);
        case UPDATED ->
            new KeyEvent.Updated(
                name,
                NOON,
                ATTRIBUTES,
                KeyAttributes.of(UsagePeriods.WITHOUT_END, List.of()),
                null,
                "");
        case TRIGGERED -> new KeyEvent.RotationTriggered(name, NOON);
        case WARNED ->
            new KeyEvent.ExpiryWarned(name, NOON, version, PeriodEnd.ORIGINATOR_USAGE, 30, 1);
        case SCHEDULED ->
            new KeyEvent.DestructionScheduled(name, NOON, version, NOON.plusSeconds(1), "");
        case CANCELLED -> new KeyEvent.DestructionCancelled(name, NOON, version, "");
        case DESTROYED -> new KeyEvent.Destroyed(name, NOON, version, "");
      };
    }

    boolean isOfOneVersionOrTheKey() {
      return compareTo(SUSPENDED) >= 0 && compareTo(COMPROMISED) <= 0;
    }
  }

  static Stream<Arguments> keys() {
    return StateTable.cells(KEYS);
  }

  static Stream<Arguments> versions() {
    return StateTable.cells(VERSIONS);
  }

  @Test
  void tablesHoldEveryEvent() {
    Set<Class<?>> held =
        Stream.of(Kind.values())
            .map(kind -> kind.event(NAME, 1).getClass())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Object[] kinds = Stream.of(Kind.values()).map(Enum::name).toArray();

    // Those about the archive have rules and a test of their own.
    held.addAll(
        Set.of(KeyEvent.Archived.class, KeyEvent.Recovered.class, KeyEvent.ImageDeleted.class));
    assertThat(held).containsExactlyInAnyOrder(KeyEvent.class.getPermittedSubclasses());
    assertThat(keys().map(cell -> cell.get()[1]).distinct()).containsExactly(kinds);
    assertThat(versions().map(cell -> cell.get()[1]).distinct()).containsExactly(kinds);
  }

  @ParameterizedTest(name = "{0} key, {1} gives {2}")
  @MethodSource("keys")
  void givenKey_whenEvent_thenAsInTheTable(String row, String column, String cell) {
    Key key = StateTable.isNone(row) ? null : keyThatIs(KeyState.valueOf(row), 3);
    Kind kind = Kind.valueOf(column);
    KeyEvent event = kind.event(NAME, kind == Kind.ROTATED ? 4 : 0);

    if (cell.equals("-")) {
      assertThatThrownBy(() -> KeyEvolution.evolve(key, event))
          .isInstanceOf(CorruptLogException.class)
          .hasMessageContaining(NAME.toString());
    } else {
      Key after = KeyEvolution.evolve(key, event);
      assertThat(after.state()).isEqualTo(KeyState.valueOf(cell));
      assertThat(after.revision()).isEqualTo(key == null ? 1 : key.revision() + 1);
      assertThat(after.currentVersion()).isEqualTo(key == null ? 1 : kind == Kind.ROTATED ? 4 : 3);
    }
  }

  @ParameterizedTest(name = "{0} version, {1} gives {2}")
  @MethodSource("versions")
  void givenVersion_whenEvent_thenAsInTheTable(String row, String column, String cell) {
    KeyVersion version = StateTable.isNone(row) ? null : versionThatIs(KeyState.valueOf(row), 1);
    KeyEvent event = Kind.valueOf(column).event(NAME, 1);

    if (cell.equals("-")) {
      assertThatThrownBy(() -> KeyEvolution.evolveVersion(version, event))
          .isInstanceOf(CorruptLogException.class);
    } else {
      KeyVersion after = KeyEvolution.evolveVersion(version, event);
      assertThat(after.state()).isEqualTo(KeyState.valueOf(cell));
      assertThat(after.number()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void givenKey_whenEventOfAnotherKey_thenCorrupt(Kind kind) {
    KeyName other = new KeyName(NAME.namespace(), "other");

    for (KeyState state : KeyState.values()) {
      assertThatThrownBy(
              () -> KeyEvolution.evolve(keyThatIs(state), kind.event(other, 0)),
              "%s of another key on %s",
              kind,
              state)
          .isInstanceOf(CorruptLogException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(KeyState.class)
  void givenVersion_whenEventOfAnotherVersionOrOfNone_thenCorrupt(KeyState state) {
    for (Kind kind : Kind.values()) {
      if (kind.isOfOneVersionOrTheKey()) {
        assertThatThrownBy(
                () -> KeyEvolution.evolveVersion(versionThatIs(state, 2), kind.event(NAME, 0)))
            .isInstanceOf(CorruptLogException.class);
        assertThatThrownBy(
                () -> KeyEvolution.evolveVersion(versionThatIs(state, 2), kind.event(NAME, 3)))
            .isInstanceOf(CorruptLogException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(KeyState.class)
  void givenKey_whenEventOfOneVersion_thenOnlyItsRevisionChanges(KeyState state) {
    Key key = keyThatIs(state, 3);

    for (Kind kind : Kind.values()) {
      if (kind.isOfOneVersionOrTheKey() && state != PRE_ACTIVE) {
        Key after = KeyEvolution.evolve(key, kind.event(NAME, 3));
        assertThat(after).usingRecursiveComparison().ignoringFields("revision").isEqualTo(key);
        assertThat(after.revision()).isEqualTo(key.revision() + 1);
      }
    }
  }

  @Test
  void givenKeyWithThreeVersions_whenEventOfAFourth_thenCorrupt() {
    for (int version : new int[] {4, -1}) {
      assertThatThrownBy(
              () -> KeyEvolution.evolve(keyThatIs(ACTIVE, 3), Kind.SUSPENDED.event(NAME, version)))
          .isInstanceOf(CorruptLogException.class);
    }
  }

  @Test
  void givenPreActiveKey_whenEventOfItsVersion_thenCorrupt() {
    assertThatThrownBy(
            () -> KeyEvolution.evolve(keyThatIs(PRE_ACTIVE), Kind.COMPROMISED.event(NAME, 1)))
        .isInstanceOf(CorruptLogException.class);
  }

  @Test
  void givenKeyWithThreeVersions_whenRotatedToAnyButTheFourth_thenCorrupt() {
    for (int version : new int[] {1, 3, 5}) {
      assertThatThrownBy(
              () -> KeyEvolution.evolve(keyThatIs(ACTIVE, 3), Kind.ROTATED.event(NAME, version)))
          .isInstanceOf(CorruptLogException.class);
    }
  }

  @Test
  void givenNothing_whenCreated_thenKeyAndVersionHoldAllOfTheEvent() {
    KeyEvent event = Kind.CREATED.event(NAME, 1);

    assertThat(KeyEvolution.evolve(null, event))
        .isEqualTo(
            new Key(
                NAME,
                KeyAlgorithm.AES_128,
                KeyUsages.DATA_ENCRYPTION,
                PRE_ACTIVE,
                1,
                NOON,
                ALICE.uri(),
                ATTRIBUTES,
                KeySchedule.NOTHING,
                null,
                1));
    assertThat(KeyEvolution.evolveVersion(null, event))
        .isEqualTo(new KeyVersion(1, PRE_ACTIVE, NOON, null, null, material(1)));
  }

  @Test
  void givenVersions_whenActivatedOrRotated_thenTheCryptoperiodBeginsAtLogTime() {
    KeyVersion activated =
        KeyEvolution.evolveVersion(versionThatIs(PRE_ACTIVE), Kind.ACTIVATED.event(NAME, 1));
    KeyVersion rotated = KeyEvolution.evolveVersion(null, Kind.ROTATED.event(NAME, 4));

    assertThat(activated.cryptoperiod()).isEqualTo(PERIODS.startingAt(NOON));
    assertThat(activated.createdAt()).isEqualTo(KeyFixtures.CREATED);
    assertThat(rotated)
        .isEqualTo(new KeyVersion(4, ACTIVE, NOON, PERIODS.startingAt(NOON), null, material(4)));
  }

  @Test
  void givenRevocation_whenReactivated_thenItIsNoLongerOnRecord() {
    Key key = KeyEvolution.evolve(keyThatIs(DEACTIVATED), Kind.REACTIVATED.event(NAME, 0));
    KeyVersion version =
        KeyEvolution.evolveVersion(versionThatIs(DEACTIVATED), Kind.REACTIVATED.event(NAME, 1));

    assertThat(key.revocation()).isNull();
    assertThat(version.revocation()).isNull();
    assertThat(version.cryptoperiod()).isEqualTo(versionThatIs(DEACTIVATED).cryptoperiod());
  }

  @Test
  void givenDeactivatedOrSuspended_whenCompromised_thenTheCompromiseIsOnRecord() {
    Revocation expected = new Revocation(RevocationReason.CA_COMPROMISE, SUSPECTED);

    for (KeyState state : new KeyState[] {PRE_ACTIVE, ACTIVE, SUSPENDED, DEACTIVATED}) {
      Key key = KeyEvolution.evolve(keyThatIs(state), Kind.COMPROMISED.event(NAME, 0));
      KeyVersion version =
          KeyEvolution.evolveVersion(versionThatIs(state), Kind.COMPROMISED.event(NAME, 1));
      assertThat(key.revocation()).isEqualTo(expected);
      assertThat(version.revocation()).isEqualTo(expected);
      assertThat(version.state()).isEqualTo(COMPROMISED);
    }
  }

  @Test
  void givenActive_whenDeactivated_thenTheReasonIsOnRecord() {
    Revocation expected = new Revocation(RevocationReason.UNSPECIFIED, null);

    assertThat(KeyEvolution.evolve(keyThatIs(ACTIVE), Kind.DEACTIVATED.event(NAME, 0)).revocation())
        .isEqualTo(expected);
    assertThat(
            KeyEvolution.evolveVersion(versionThatIs(ACTIVE), Kind.DEACTIVATED.event(NAME, 1))
                .revocation())
        .isEqualTo(expected);
  }

  @Test
  void givenPlannedDestruction_whenCancelled_thenNothingIsPlanned() {
    Key planned = KeyEvolution.evolve(keyThatIs(ACTIVE), Kind.SCHEDULED.event(NAME, 0));
    KeyVersion version =
        KeyEvolution.evolveVersion(versionThatIs(ACTIVE), Kind.SCHEDULED.event(NAME, 1));

    assertThat(planned.schedule().destruction()).isEqualTo(NOON.plusSeconds(1));
    assertThat(version.destruction()).isEqualTo(NOON.plusSeconds(1));
    assertThat(KeyEvolution.evolve(planned, Kind.CANCELLED.event(NAME, 0)).schedule())
        .isEqualTo(KeySchedule.NOTHING);
    assertThat(KeyEvolution.evolveVersion(version, Kind.CANCELLED.event(NAME, 1)).destruction())
        .isNull();
  }

  @Test
  void givenCompromisedVersion_whenDestroyed_thenMaterialIsGoneAndTheCompromiseStays() {
    KeyVersion before = versionThatIs(COMPROMISED);

    KeyVersion after = KeyEvolution.evolveVersion(before, Kind.DESTROYED.event(NAME, 1));

    assertThat(after.material()).isNull();
    assertThat(after.revocation()).isEqualTo(before.revocation());
  }

  @Test
  void givenCurrentVersion_whenItAloneIsDestroyed_thenCorrupt() {
    assertThatThrownBy(
            () -> KeyEvolution.evolve(keyThatIs(ACTIVE, 3), Kind.DESTROYED.event(NAME, 3)))
        .isInstanceOf(CorruptLogException.class);
  }

  @Test
  void givenEventOfTheWholeKey_whenAskedWhatElseChanges_thenAllVersionsOfADestroyedOne() {
    Key key = keyThatIs(ACTIVE, 3);

    assertThat(KeyEvolution.lastVersionChanged(key, Kind.DESTROYED.event(NAME, 0))).isEqualTo(3);
    assertThat(KeyEvolution.lastVersionChanged(key, Kind.DESTROYED.event(NAME, 2))).isZero();
    assertThat(KeyEvolution.lastVersionChanged(key, Kind.SUSPENDED.event(NAME, 0))).isZero();
  }
}
