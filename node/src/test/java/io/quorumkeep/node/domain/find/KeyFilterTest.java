// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeySchedule;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.RotationPolicy;
import io.quorumkeep.node.domain.key.UsageBudget;
import io.quorumkeep.node.domain.key.UsagePeriods;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilterTest {
  private static final String NAMESPACE = "pay";

  private static final Key CARD =
      key(
          "card-eu",
          KeyState.ACTIVE,
          new Label("cost-center", "42"),
          new Label("team", "pay \"and\" risk"));

  private static Key key(String id, KeyState state, Label... labels) {
    return new Key(
        new KeyName(NAMESPACE, id),
        KeyAlgorithm.AES_256,
        KeyUsages.DATA_ENCRYPTION,
        state,
        1,
        Instant.parse("2026-03-01T12:00:00Z"),
        "spiffe://example.org/admin",
        new KeyAttributes(
            UsagePeriods.WITHOUT_END,
            List.of(labels),
            "Team Risk",
            "",
            true,
            true,
            false,
            RotationPolicy.MANUAL,
            UsageBudget.SAFE),
        KeySchedule.NOTHING,
        null,
        1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "state = ACTIVE",
        "state=ACTIVE",
        "state != SUSPENDED",
        "algorithm = AES_256",
        "algorithm != AES_128",
        "labels.team = \"pay \\\"and\\\" risk\"",
        "labels.cost-center = 42",
        "labels.cost-center:*",
        "labels.cost-center : *",
        "labels.other != \"x\"",
        "labels.team != \"x\"",
        "owner = \"Team Risk\"",
        "owner != x",
        "creator = \"spiffe://example.org/admin\"",
        "creator != \"spiffe://example.org/other\"",
        "create_time > \"2026-01-01T00:00:00Z\"",
        "create_time >= \"2026-03-01T13:00:00+01:00\"",
        "create_time <= \"2026-03-01T12:00:00Z\"",
        "create_time < \"2026-03-01T12:00:00.001Z\"",
        "name = \"card-eu\"",
        "name = card-eu",
        "name = \"card-*\"",
        "name = \"*\"",
        "name = \"namespaces/pay/keys/card-*\"",
        "state = ACTIVE AND algorithm = AES_256 AND name = \"c*\" AND labels.team:*",
      })
  void givenFilterThatIsTrueOfTheKey_whenAsked_thenItMatches(String filter) {
    assertThat(KeyFilter.parse(filter, NAMESPACE).matches(CARD)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state = SUSPENDED",
        "state != ACTIVE",
        "algorithm = AES_128",
        "labels.team = \"pay\"",
        "labels.team != \"pay \\\"and\\\" risk\"",
        "labels.owner:*",
        "owner = \"\"",
        "owner != \"Team Risk\"",
        "creator = \"spiffe://example.org/admi\"",
        "create_time > \"2026-03-01T12:00:00Z\"",
        "create_time < \"2026-03-01T12:00:00Z\"",
        "name = \"card\"",
        "name = \"cards*\"",
        "state = ACTIVE AND algorithm = AES_128",
      })
  void givenFilterThatIsNotTrueOfTheKey_whenAsked_thenItDoesNot(String filter) {
    assertThat(KeyFilter.parse(filter, NAMESPACE).matches(CARD)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "colour = red|1|state, algorithm",
        "= ACTIVE|1|state, algorithm",
        "\"state\" = ACTIVE|1|state, algorithm",
        "state|6|= or !=",
        "state > ACTIVE|7|= or !=",
        "state : *|7|= or !=",
        "state = |8|a state is expected, not the end",
        "state = active|9|one of PRE_ACTIVE",
        "state = \"ACTIVE\"|9|a state is expected, not the string",
        "algorithm = RSA|13|one of AES_128",
        "state = ACTIVE state = ACTIVE|16|AND, or the end, is expected",
        "state = ACTIVE OR state = SUSPENDED|16|AND, or the end, is expected",
        "state = ACTIVE and state = SUSPENDED|16|AND, or the end, is expected",
        "state = ACTIVE AND|19|not the end",
        "NOT state = ACTIVE|1|joined by AND only",
        "(state = ACTIVE)|1|no meaning outside of a string",
        "state = ACTIVE, x|15|no meaning outside of a string",
        "labels.Team = \"x\"|8|the name of a label",
        "labels. = \"x\"|8|the name of a label",
        "labels.team > \"x\"|13|=, != or :*",
        "labels.team:\"x\"|13|* is expected",
        "labels.team = AND|15|a value is expected",
        "labels.team = |14|a value is expected, not the end",
        "labels.team = \"x|15|has no end",
        "labels.team = \"\\x\"|16|stands before",
        "creator = admin|11|a principal in quotes",
        "create_time = \"2026-03-01T12:00:00Z\"|13|<, <=, > or >=",
        "create_time > 2026|15|a time in quotes",
        "create_time > \"2026-03-01\"|15|RFC 3339",
        "name != \"x\"|6|= is expected",
        "name = \"Card\"|8|the name of a key",
        "name = \"a*b\"|8|the name of a key",
        "name = \"namespaces/other/keys/x\"|8|the name of a key",
      })
  void givenNoFilter_whenParsed_thenTheErrorSaysWhereAndWhatShouldBeThere(
      String filter, int position, String expected) {
    assertThatThrownBy(() -> KeyFilter.parse(filter, NAMESPACE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("at character " + position + " of the filter: ")
        .hasMessageContaining(expected);
  }

  @Test
  void givenFilterAtItsBounds_whenParsed_thenTheNextCharacterOrTermIsTooMuch() {
    String sixteen = "state = ACTIVE" + " AND state = ACTIVE".repeat(15);
    String long1024 = "labels.a = \"" + "x".repeat(1_011) + "\"";

    assertThat(KeyFilter.parse(sixteen, NAMESPACE).matches(CARD)).isTrue();
    assertThat(KeyFilter.parse(long1024, NAMESPACE).matches(CARD)).isFalse();
    assertThatThrownBy(() -> KeyFilter.parse(sixteen + " AND state = ACTIVE", NAMESPACE))
        .hasMessageContaining("at most 16 terms");
    assertThatThrownBy(() -> KeyFilter.parse(long1024 + " ", NAMESPACE))
        .hasMessageContaining("at most 1024 characters, not 1025");
  }

  @Test
  void givenTermsAboutTheName_whenParsed_thenTheLongestBoundsTheWalk() {
    assertThat(KeyFilter.parse("state = ACTIVE", NAMESPACE).prefix()).isEmpty();
    assertThat(KeyFilter.parse("name = \"*\"", NAMESPACE).prefix()).isEmpty();
    assertThat(KeyFilter.parse("name = \"c*\" AND name = \"card-*\"", NAMESPACE).prefix())
        .isEqualTo("card-");
    assertThat(KeyFilter.parse("name = \"card\"", NAMESPACE).prefix()).isEqualTo("card");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorumkeep.node.Seeds#all")
  void givenPiecesInAnyOrder_whenParsed_thenReadOrRefusedButNeverFailed(long seed) {
    String[] pieces = {
      "state", "=", "!=", "ACTIVE", "AND", "labels.a", ":", "*", "\"x\"", "<=", "create_time",
      "\"2026-03-01T12:00:00Z\"", "name", "\"", "\\", " ", "(", "creator", "\u00fc", "!", "OR", "."
    };
    Random random = new Random(seed);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(9); j > 0; j--) {
        text.append(pieces[random.nextInt(pieces.length)]);
        text.append(random.nextInt(3) == 0 ? "" : " ");
      }
      try {
        var unused = KeyFilter.parse(text.toString(), NAMESPACE).matches(CARD);
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("at character ");
      }
    }
    assertThat(read).isGreaterThan(100);
  }
}
