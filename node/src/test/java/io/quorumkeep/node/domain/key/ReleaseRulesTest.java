// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyFixtures.CREATED;
import static io.quorumkeep.node.domain.key.KeyFixtures.keyThatIs;
import static io.quorumkeep.node.domain.key.KeyFixtures.versionThatIs;
import static io.quorumkeep.node.domain.key.KeyState.ACTIVE;
import static io.quorumkeep.node.domain.key.KeyState.PRE_ACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every state of the key, of the version, way of asking, right, and moment. */
class ReleaseRulesTest {
  // What a version in the state of the row is worth whose key is in the state of the column.
  private static final String STRICTER =
      """
      -            PRE_ACTIVE ACTIVE      SUSPENDED DEACTIVATED COMPROMISED DESTROYED
      PRE_ACTIVE   PRE_ACTIVE PRE_ACTIVE  SUSPENDED PRE_ACTIVE  PRE_ACTIVE  DESTROYED
      ACTIVE       PRE_ACTIVE ACTIVE      SUSPENDED DEACTIVATED COMPROMISED DESTROYED
      SUSPENDED    SUSPENDED  SUSPENDED   SUSPENDED SUSPENDED   SUSPENDED   DESTROYED
      DEACTIVATED  PRE_ACTIVE DEACTIVATED SUSPENDED DEACTIVATED COMPROMISED DESTROYED
      COMPROMISED  PRE_ACTIVE COMPROMISED SUSPENDED COMPROMISED COMPROMISED DESTROYED
      DESTROYED    DESTROYED  DESTROYED   DESTROYED DESTROYED   DESTROYED   DESTROYED
      """;

  // Whether it is dispensed while its periods last.
  private static final String DISPENSED =
      """
      state        current  by-number  with-right-to-compromised
      PRE_ACTIVE   no       no         no
      ACTIVE       yes      yes        yes
      SUSPENDED    no       no         no
      DEACTIVATED  no       yes        yes
      COMPROMISED  no       no         yes
      DESTROYED    no       no         no
      """;

  private static final Instant PROTECT_STOP = CREATED.plus(Duration.ofDays(182));
  private static final Instant DEACTIVATION = CREATED.plus(Duration.ofDays(730));

  /** A moment, and what the periods allow then. */
  private enum Moment {
    LONG_BEFORE(CREATED.minusSeconds(86_400), false, false),
    JUST_BEFORE(CREATED.minusMillis(1), false, false),
    ACTIVATION(CREATED, true, true),
    LAST_TO_PROTECT(PROTECT_STOP.minusMillis(1), true, true),
    END_OF_PROTECTION(PROTECT_STOP, false, true),
    LAST_TO_PROCESS(DEACTIVATION.minusMillis(1), false, true),
    END_OF_PROCESSING(DEACTIVATION, false, false),
    LONG_AFTER(DEACTIVATION.plusSeconds(86_400), false, false);

    private final Instant time;
    private final boolean protects;
    private final boolean processes;

    Moment(Instant time, boolean protects, boolean processes) {
      this.time = time;
      this.protects = protects;
      this.processes = processes;
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void givenEveryCase_whenChecked_thenAsInTheTables(Moment moment) {
    List<KeyState> columns = List.of(KeyState.values());
    Map<KeyState, List<String>> stricter = rows(STRICTER);
    Map<KeyState, List<String>> dispensed = rows(DISPENSED);

    for (KeyState versionState : KeyState.values()) {
      for (KeyState keyState : KeyState.values()) {
        String worth = row(stricter, versionState).get(columns.indexOf(keyState));
        List<String> row = row(dispensed, KeyState.valueOf(worth));
        for (boolean right : new boolean[] {false, true}) {
          Case current = new Case(keyState, versionState, false, right, moment);
          Case byNumber = new Case(keyState, versionState, true, right, moment);
          current.check(row.get(0).equals("yes"), moment.protects);
          byNumber.check(row.get(right ? 2 : 1).equals("yes"), moment.processes);
        }
      }
    }
  }

  private record Case(
      KeyState keyState, KeyState versionState, boolean byNumber, boolean right, Moment moment) {
    void check(boolean stateAllows, boolean periodAllows) {
      Reason expected =
          !stateAllows
              ? Reason.KEY_STATE_FORBIDS
              : !periodAllows ? Reason.OUTSIDE_CRYPTOPERIOD : null;
      Rejection rejection =
          ReleaseRules.check(
              keyThatIs(keyState), versionThatIs(versionState), byNumber, right, moment.time);
      assertThat(rejection == null ? null : rejection.reason()).as("%s", this).isEqualTo(expected);
    }
  }

  @Test
  void givenNoKey_whenChecked_thenKeyNotFound() {
    assertThat(reason(null, versionThatIs(ACTIVE))).isEqualTo(Reason.KEY_NOT_FOUND);
    assertThat(reason(null, null)).isEqualTo(Reason.KEY_NOT_FOUND);
  }

  @Test
  void givenNoVersion_whenChecked_thenVersionNotFound() {
    assertThat(reason(keyThatIs(ACTIVE), null)).isEqualTo(Reason.KEY_VERSION_NOT_FOUND);
  }

  @Test
  void givenCompromisedVersionThatWasNeverActive_whenChecked_thenForbidden() {
    KeyVersion neverActive =
        versionThatIs(PRE_ACTIVE)
            .withState(
                KeyState.COMPROMISED, new Revocation(RevocationReason.KEY_COMPROMISE, CREATED));

    Rejection rejection =
        ReleaseRules.check(keyThatIs(ACTIVE), neverActive, true, true, CREATED.plusSeconds(1));

    assertThat(rejection).extracting(Rejection::reason).isEqualTo(Reason.KEY_STATE_FORBIDS);
  }

  @Test
  void givenRefusal_whenRead_thenItSaysWhichPeriodAndWhen() {
    assertThat(detail(false, PROTECT_STOP)).contains("originator-usage", PROTECT_STOP.toString());
    assertThat(detail(true, DEACTIVATION)).contains("recipient-usage", DEACTIVATION.toString());
    assertThat(detail(true, CREATED.minusMillis(1))).contains("begins", CREATED.toString());
  }

  @Test
  void givenPeriodsWithoutEnd_whenCheckedInTheFarFuture_thenDispensed() {
    KeyVersion version =
        new KeyVersion(
            1,
            ACTIVE,
            CREATED,
            UsagePeriods.WITHOUT_END.startingAt(CREATED),
            null,
            KeyFixtures.material(1));
    Instant far = Instant.parse("9999-12-31T23:59:59Z");

    assertThat(ReleaseRules.check(keyThatIs(ACTIVE), version, false, false, far)).isNull();
    assertThat(ReleaseRules.check(keyThatIs(ACTIVE), version, true, false, far)).isNull();
  }

  private static String detail(boolean byNumber, Instant now) {
    Rejection rejection =
        ReleaseRules.check(keyThatIs(ACTIVE), versionThatIs(ACTIVE), byNumber, false, now);
    return rejection == null ? "" : rejection.detail();
  }

  private static @Nullable Reason reason(@Nullable Key key, @Nullable KeyVersion version) {
    Rejection rejection = ReleaseRules.check(key, version, true, true, CREATED);
    return rejection == null ? null : rejection.reason();
  }

  private static List<String> row(Map<KeyState, List<String>> table, KeyState state) {
    return Objects.requireNonNull(table.get(state));
  }

  private static Map<KeyState, List<String>> rows(String table) {
    Map<KeyState, List<String>> rows = new EnumMap<>(KeyState.class);
    table
        .lines()
        .skip(1)
        .forEach(
            line -> {
              List<String> cells = List.of(line.strip().split("\\s+"));
              rows.put(KeyState.valueOf(cells.get(0)), cells.subList(1, cells.size()));
            });
    assertThat(rows).hasSize(KeyState.values().length);
    return rows;
  }
}
