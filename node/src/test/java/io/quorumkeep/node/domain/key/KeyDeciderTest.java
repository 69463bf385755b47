// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyFixtures.ALICE;
import static io.quorumkeep.node.domain.key.KeyFixtures.NAME;
import static io.quorumkeep.node.domain.key.KeyFixtures.NOON;
import static io.quorumkeep.node.domain.key.KeyFixtures.SUSPECTED;
import static io.quorumkeep.node.domain.key.KeyFixtures.keyThatIs;
import static io.quorumkeep.node.domain.key.KeyFixtures.material;
import static io.quorumkeep.node.domain.key.KeyFixtures.versionThatIs;
import static io.quorumkeep.node.domain.key.KeyState.ACTIVE;
import static io.quorumkeep.node.domain.key.KeyState.DESTROYED;
import static io.quorumkeep.node.domain.key.KeyState.PRE_ACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.key.KeyDecision.Accepted;
import io.quorumkeep.node.domain.key.KeyDecision.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every state and every command. A cell is the state that follows, or the reason why nothing does:
 * forbids, exists, unknown (no such key), no-version.
 */
class KeyDeciderTest {
  private static final String KEYS =
      """
      key         CREATE ACTIVATE ROTATE  SUSPEND   REACTIVATE DEACTIVATE  COMPROMISE  UPDATE      SCHEDULE    CANCEL    DESTROY
      none        ACTIVE unknown  unknown unknown   unknown    unknown     unknown     unknown     unknown     unknown   unknown
      PRE_ACTIVE  exists ACTIVE   forbids forbids   forbids    forbids     COMPROMISED PRE_ACTIVE  PRE_ACTIVE  unplanned DESTROYED
      ACTIVE      exists forbids  ACTIVE  SUSPENDED forbids    DEACTIVATED COMPROMISED ACTIVE      ACTIVE      unplanned DESTROYED
      SUSPENDED   exists forbids  forbids forbids   ACTIVE     DEACTIVATED COMPROMISED SUSPENDED   SUSPENDED   unplanned DESTROYED
      DEACTIVATED exists forbids  forbids forbids   ACTIVE     forbids     COMPROMISED DEACTIVATED DEACTIVATED unplanned DESTROYED
      COMPROMISED exists forbids  forbids forbids   forbids    forbids     forbids     COMPROMISED COMPROMISED unplanned DESTROYED
      DESTROYED   exists forbids  forbids forbids   forbids    forbids     forbids     forbids     forbids     unplanned forbids
      """;

  // Of a key that was activated. Until then its version changes with the key only.
  private static final String VERSIONS =
      """
      version     SUSPEND    REACTIVATE DEACTIVATE  COMPROMISE  SCHEDULE    CANCEL     DESTROY
      none        no-version no-version no-version  no-version  no-version  no-version no-version
      PRE_ACTIVE  forbids    forbids    forbids     COMPROMISED PRE_ACTIVE  unplanned  DESTROYED
      ACTIVE      SUSPENDED  forbids    DEACTIVATED COMPROMISED ACTIVE      unplanned  DESTROYED
      SUSPENDED   forbids    ACTIVE     DEACTIVATED COMPROMISED SUSPENDED   unplanned  DESTROYED
      DEACTIVATED forbids    ACTIVE     forbids     COMPROMISED DEACTIVATED unplanned  DESTROYED
      COMPROMISED forbids    forbids    forbids     forbids     COMPROMISED unplanned  DESTROYED
      DESTROYED   forbids    forbids    forbids     forbids     forbids     unplanned  forbids
      """;

  private static final EnumSet<KeyState> ACTIVATED_ONCE =
      EnumSet.complementOf(EnumSet.of(PRE_ACTIVE, DESTROYED));

  /** Every command, and both meanings of Revoke. */
  private enum Kind {
    CREATE(Permission.CREATE_KEY),
    ACTIVATE(Permission.ACTIVATE_KEY),
    ROTATE(Permission.ROTATE_KEY),
    SUSPEND(Permission.SUSPEND_KEY),
    REACTIVATE(Permission.REACTIVATE_KEY),
    DEACTIVATE(Permission.REVOKE_KEY),
    COMPROMISE(Permission.REVOKE_KEY),
    UPDATE(Permission.UPDATE_KEY),
    SCHEDULE(Permission.SCHEDULE_DESTRUCTION),
    CANCEL(Permission.CANCEL_DESTRUCTION),
    DESTROY(Permission.DESTROY_KEY);

    private final Permission permission;

    Kind(Permission permission) {
      this.permission = permission;
    }

    KeyCommand command(int version) {
      return switch (this) {
        case CREATE -> KeyFixtures.create(false);
        case ACTIVATE -> new KeyCommand.Activate(NAME);
        case ROTATE -> new KeyCommand.Rotate(NAME, 4, material(4));
        case SUSPEND -> new KeyCommand.Suspend(NAME, version);
        case REACTIVATE -> new KeyCommand.Reactivate(NAME, version);
        case DEACTIVATE -> new KeyCommand.Revoke(NAME, version, RevocationReason.SUPERSEDED, null);
        case COMPROMISE ->
            new KeyCommand.Revoke(NAME, version, RevocationReason.KEY_COMPROMISE, SUSPECTED);
        case UPDATE -> KeyFixtures.update(0);
        case SCHEDULE ->
            new KeyCommand.ScheduleDestruction(NAME, version, Duration.ofDays(30), "unused");
        case CANCEL -> new KeyCommand.CancelDestruction(NAME, version, "");
        case DESTROY -> new KeyCommand.Destroy(NAME, version, "", "leaked");
      };
    }
  }

  static Stream<Arguments> keys() {
    return StateTable.cells(KEYS);
  }

  static Stream<Arguments> versions() {
    return StateTable.cells(VERSIONS);
  }

  @Test
  void tablesHoldEveryCommand() {
    Set<Class<?>> held =
        Stream.of(Kind.values())
            .map(kind -> kind.command(0).getClass())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    List<Object> columns = keys().map(cell -> cell.get()[1]).distinct().toList();
    List<Object> versionColumns = versions().map(cell -> cell.get()[1]).distinct().toList();

    // Those about the archive have rules and a test of their own.
    held.addAll(
        Set.of(KeyCommand.Archive.class, KeyCommand.Recover.class, KeyCommand.DeleteImage.class));
    assertThat(held).containsExactlyInAnyOrder(KeyCommand.class.getPermittedSubclasses());
    assertThat(columns).containsExactly(Stream.of(Kind.values()).map(Enum::name).toArray());
    assertThat(versionColumns)
        .containsExactly(
            Stream.of(Kind.values())
                .filter(kind -> kind.command(1).version() == 1)
                .map(Enum::name)
                .toArray());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyCommandNamesItsPermissionAndItsKey(Kind kind) {
    assertThat(kind.command(0).permission()).isEqualTo(kind.permission);
    assertThat(kind.command(0).name()).isEqualTo(NAME);
  }

  @ParameterizedTest(name = "{0} key, {1} gives {2}")
  @MethodSource("keys")
  void givenKey_whenCommandOfTheKey_thenAsInTheTable(String row, String column, String cell) {
    Key key = StateTable.isNone(row) ? null : keyThatIs(KeyState.valueOf(row));
    KeyCommand command = Kind.valueOf(column).command(0);

    KeyDecision decision = KeyDecider.decide(key, null, command, NOON, ALICE);

    if (decision instanceof Accepted accepted) {
      assertThat(fold(key, accepted).state().name()).isEqualTo(cell);
    } else {
      assertThat(wordFor(decision)).isEqualTo(cell);
    }
  }

  @ParameterizedTest(name = "{0} version, {1} gives {2}")
  @MethodSource("versions")
  void givenVersion_whenCommandOfTheVersion_thenAsInTheTable(
      String row, String column, String cell) {
    KeyVersion version = StateTable.isNone(row) ? null : versionThatIs(KeyState.valueOf(row), 2);
    KeyCommand command = Kind.valueOf(column).command(2);

    for (KeyState keyState : ACTIVATED_ONCE) {
      Key key = keyThatIs(keyState);
      KeyDecision decision = KeyDecider.decide(key, version, command, NOON, ALICE);

      if (decision instanceof Accepted accepted) {
        assertThat(foldVersion(version, accepted).state().name()).isEqualTo(cell);
        assertThat(fold(key, accepted).state()).isEqualTo(keyState);
        assertThat(fold(key, accepted).revision()).isEqualTo(key.revision() + 1);
      } else {
        assertThat(wordFor(decision)).as("%s key", keyState).isEqualTo(cell);
      }
    }
  }

  /** Or the key could be activated afterwards, but not its version. */
  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"SUSPEND", "REACTIVATE", "DEACTIVATE", "COMPROMISE"})
  void givenPreActiveKey_whenCommandOfItsVersion_thenForbidden(Kind kind) {
    KeyDecision decision =
        KeyDecider.decide(
            keyThatIs(PRE_ACTIVE), versionThatIs(PRE_ACTIVE), kind.command(1), NOON, ALICE);

    assertThat(wordFor(decision)).isEqualTo("forbids");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"SUSPEND", "REACTIVATE", "DEACTIVATE", "COMPROMISE"})
  void givenNoKey_whenCommandOfAVersion_thenKeyNotFound(Kind kind) {
    KeyDecision decision = KeyDecider.decide(null, null, kind.command(1), NOON, ALICE);

    assertThat(wordFor(decision)).isEqualTo("unknown");
  }

  @Test
  void givenNoKey_whenCreated_thenCreatedAndActivatedAtLogTime() {
    KeyCommand.Create create = KeyFixtures.create(false);

    KeyDecision decision = KeyDecider.decide(null, null, create, NOON, ALICE);

    assertThat(decision)
        .isEqualTo(
            new Accepted(
                List.of(
                    new KeyEvent.Created(
                        NAME,
                        NOON,
                        create.algorithm(),
                        create.usages(),
                        ALICE.uri(),
                        null,
                        create.attributes(),
                        create.material()),
                    new KeyEvent.Activated(NAME, NOON, create.attributes().usagePeriods(), null))));
  }

  @Test
  void givenNoKey_whenCreatedPreActive_thenNotActivated() {
    KeyDecision decision = KeyDecider.decide(null, null, KeyFixtures.create(true), NOON, ALICE);

    assertThat(decision)
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted -> {
              assertThat(accepted.events()).hasSize(1);
              assertThat(fold(null, accepted).state()).isEqualTo(PRE_ACTIVE);
              assertThat(foldVersion(null, accepted).cryptoperiod()).isNull();
            });
  }

  @Test
  void givenKey_whenUpdated_thenTheEventHoldsWhatWasAndWhatIs() {
    Key key = keyThatIs(ACTIVE);
    KeyCommand.Update update =
        new KeyCommand.Update(
            NAME, KeyFixtures.edit(null, List.of()), key.revision(), "moved to another team");

    KeyDecision decision = KeyDecider.decide(key, null, update, NOON, ALICE);

    assertThat(decision)
        .isEqualTo(
            new Accepted(
                List.of(
                    new KeyEvent.Updated(
                        NAME,
                        NOON,
                        KeyFixtures.ATTRIBUTES,
                        KeyAttributes.of(KeyFixtures.PERIODS, List.of()),
                        null,
                        "moved to another team"))));
    Key after = fold(key, (Accepted) decision);
    assertThat(after.labels()).isEmpty();
    assertThat(after.usagePeriods()).isEqualTo(KeyFixtures.PERIODS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 6, 8, Long.MAX_VALUE})
  void givenKeyThatWasChangedSince_whenUpdated_thenRefused(long seen) {
    KeyDecision decision =
        KeyDecider.decide(keyThatIs(ACTIVE), null, KeyFixtures.update(seen), NOON, ALICE);

    assertThat(decision)
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(rejected.rejection().reason()).isEqualTo(Reason.ETAG_MISMATCH));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, -1, Integer.MAX_VALUE})
  void givenKeyWithThreeVersions_whenRotatedToAnyButTheFourth_thenVersionTaken(int version) {
    KeyDecision decision =
        KeyDecider.decide(
            keyThatIs(ACTIVE, 3),
            null,
            new KeyCommand.Rotate(NAME, version, material(1)),
            NOON,
            ALICE);

    assertThat(reasonOf(decision)).isEqualTo(Reason.VERSION_TAKEN);
  }

  @Test
  void givenKeyWithAllVersionsThereMayBe_whenRotated_thenTooMany() {
    int all = KeyDecider.MAX_VERSIONS;

    KeyDecision full =
        KeyDecider.decide(
            keyThatIs(ACTIVE, all),
            null,
            new KeyCommand.Rotate(NAME, all + 1, material(1)),
            NOON,
            ALICE);
    KeyDecision last =
        KeyDecider.decide(
            keyThatIs(ACTIVE, all - 1),
            null,
            new KeyCommand.Rotate(NAME, all, material(1)),
            NOON,
            ALICE);

    assertThat(reasonOf(full)).isEqualTo(Reason.TOO_MANY_VERSIONS);
    assertThat(last).isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @EnumSource(RevocationReason.class)
  void givenActiveKey_whenRevoked_thenTheReasonDecidesBetweenDeactivatedAndCompromised(
      RevocationReason reason) {
    KeyDecision decision =
        KeyDecider.decide(
            keyThatIs(ACTIVE), null, new KeyCommand.Revoke(NAME, 0, reason, null), NOON, ALICE);

    boolean compromise =
        EnumSet.of(RevocationReason.KEY_COMPROMISE, RevocationReason.CA_COMPROMISE)
            .contains(reason);
    KeyEvent expected =
        compromise
            ? new KeyEvent.Compromised(NAME, NOON, 0, reason, NOON)
            : new KeyEvent.Deactivated(NAME, NOON, 0, reason);
    assertThat(decision).isEqualTo(new Accepted(List.of(expected)));
  }

  @Test
  void givenCompromise_whenSaidToHappenInTheFuture_thenItHappenedNow() {
    assertThat(compromisedAt(NOON.plusMillis(1))).isEqualTo(NOON);
    assertThat(compromisedAt(NOON)).isEqualTo(NOON);
    assertThat(compromisedAt(SUSPECTED)).isEqualTo(SUSPECTED);
    assertThat(compromisedAt(null)).isEqualTo(NOON);
  }

  private static Instant compromisedAt(@Nullable Instant said) {
    KeyDecision decision =
        KeyDecider.decide(
            keyThatIs(ACTIVE),
            null,
            new KeyCommand.Revoke(NAME, 0, RevocationReason.KEY_COMPROMISE, said),
            NOON,
            ALICE);
    return ((KeyEvent.Compromised) ((Accepted) decision).events().get(0)).compromisedAt();
  }

  private static Key fold(@Nullable Key before, Accepted accepted) {
    assertThat(accepted.events()).isNotEmpty();
    Key key = before;
    for (KeyEvent event : accepted.events()) {
      key = KeyEvolution.evolve(key, event);
    }
    return Objects.requireNonNull(key);
  }

  private static KeyVersion foldVersion(@Nullable KeyVersion before, Accepted accepted) {
    KeyVersion version = before;
    for (KeyEvent event : accepted.events()) {
      version = KeyEvolution.evolveVersion(version, event);
    }
    return Objects.requireNonNull(version);
  }

  private static Reason reasonOf(KeyDecision decision) {
    return ((Rejected) decision).rejection().reason();
  }

  private static String wordFor(KeyDecision decision) {
    assertThat(((Rejected) decision).rejection().detail()).isNotEmpty();
    return switch (reasonOf(decision)) {
      case KEY_STATE_FORBIDS -> "forbids";
      case KEY_ALREADY_EXISTS -> "exists";
      case KEY_NOT_FOUND -> "unknown";
      case KEY_VERSION_NOT_FOUND -> "no-version";
      case DESTRUCTION_NOT_SCHEDULED -> "unplanned";
      default -> reasonOf(decision).name();
    };
  }
}
