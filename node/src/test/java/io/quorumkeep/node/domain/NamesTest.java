// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that users choose: one way to write each, and no way to write another. */
class NamesTest {
  private static final String LONGEST = "a".repeat(ResourceId.MAX_LENGTH);

  static Stream<String> goodIds() {
    return Stream.of("a", "0", "a-b_c.d", "9z", "a..b", "a-", "a.", "versions", "keys", LONGEST);
  }

  static Stream<String> badIds() {
    return Stream.of(
        "",
        ".",
        "..",
        "-a",
        "_a",
        ".a",
        "A",
        "aB",
        "a b",
        " a",
        "a ",
        "a/b",
        "a*",
        "*",
        "a%2fb",
        "a\\b",
        "a\u0000",
        "a\n",
        "ä",
        "\u0430",
        "a\u0301",
        "\ud83d\ude00",
        "１",
        "a:b",
        LONGEST + "a");
  }

  @ParameterizedTest
  @MethodSource("goodIds")
  void givenGoodId_whenUsedAnywhere_thenItReadsBack(String id) {
    KeyName name = new KeyName(id, id);

    assertThat(ResourceId.check(id, "it")).isEqualTo(id);
    assertThat(KeyName.parse(name.toString())).isEqualTo(name);
    for (int version : new int[] {0, 1, 999_999_999}) {
      KeyVersionName versionName = new KeyVersionName(name, version);
      assertThat(KeyVersionName.parse(versionName.toString())).isEqualTo(versionName);
    }
    assertThat(new Label(id, "").name()).isEqualTo(id);
  }

  @ParameterizedTest
  @MethodSource("badIds")
  void givenBadId_whenUsedAnywhere_thenRefusedAndNotRepeated(String id) {
    assertThatThrownBy(() -> ResourceId.check(id, "a thing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a thing has 1 to 63 characters");
    assertRefused(() -> new KeyName(id, "a"));
    assertRefused(() -> new KeyName("a", id));
    assertRefused(() -> new Label(id, ""));
    assertRefused(() -> KeyName.parse("namespaces/" + id + "/keys/a"));
    assertRefused(() -> KeyName.parse("namespaces/a/keys/" + id));
    assertRefused(() -> KeyVersionName.parse("namespaces/a/keys/" + id + "/versions/1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "namespaces/",
        "namespaces/a",
        "namespaces/a/keys",
        "namespaces/a/keys/",
        "namespaces//keys/a",
        "/namespaces/a/keys/b",
        "namespaces/a/keys/b/",
        "namespaces/a/keys/b/versions/1",
        "namespaces/a/keys/../b",
        "namespaces/a/../keys/b",
        "namespaces/a/Keys/b",
        "Namespaces/a/keys/b",
        "namespaces/a/key/b",
        "namespaces/a/b/keys/c",
        "namespaces/a/keys/b\n",
        "projects/a/keys/b",
      })
  void givenOtherText_whenReadAsKeyName_thenRefused(String text) {
    assertRefused(() -> KeyName.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/versions/1",
        "namespaces/a/keys/b/versions",
        "namespaces/a/keys/b/versions/",
        "namespaces/a/keys/b/versions/0",
        "namespaces/a/keys/b/versions/01",
        "namespaces/a/keys/b/versions/-1",
        "namespaces/a/keys/b/versions/+1",
        "namespaces/a/keys/b/versions/1.0",
        "namespaces/a/keys/b/versions/1e3",
        "namespaces/a/keys/b/versions/ 1",
        "namespaces/a/keys/b/versions/1 ",
        "namespaces/a/keys/b/versions/１",
        "namespaces/a/keys/b/versions/\u0661",
        "namespaces/a/keys/b/versions/1000000000",
        "namespaces/a/keys/b/versions/99999999999999999999",
        "namespaces/a/keys/b/versions/latest",
        "namespaces/a/keys/b/versions/1/",
        "namespaces/a/keys/b/versions/1/versions/1",
        "namespaces/a/keys/b/version/1",
        "namespaces/a/keys/versions/1",
        "namespaces/a/keys//versions/1",
      })
  void givenOtherText_whenReadAsVersionName_thenRefused(String text) {
    assertRefused(() -> KeyVersionName.parse(text));
  }

  @Test
  void givenNamesThatLookLikeTheForm_whenRead_thenEachIsItself() {
    assertThat(KeyVersionName.parse("namespaces/versions/keys/versions"))
        .isEqualTo(new KeyVersionName(new KeyName("versions", "versions"), 0));
    assertThat(KeyVersionName.parse("namespaces/keys/keys/keys/versions/7"))
        .isEqualTo(new KeyVersionName(new KeyName("keys", "keys"), 7));
    assertRefused(() -> new KeyVersionName(new KeyName("a", "b"), -1));
  }

  @Test
  void givenKeyNames_whenSorted_thenByNamespaceAndThenKey() {
    List<KeyName> sorted =
        Stream.of(
                new KeyName("b", "a"),
                new KeyName("a", "b"),
                new KeyName("a-", "a"),
                new KeyName("a", "a"))
            .sorted()
            .toList();

    assertThat(sorted)
        .containsExactly(
            new KeyName("a", "a"),
            new KeyName("a", "b"),
            new KeyName("a-", "a"),
            new KeyName("b", "a"));
  }

  @Test
  void givenLabelValue_whenMade_thenPrintableAndShort() {
    String longest = "ü".repeat(128);

    assertThat(new Label("a", longest).value()).isEqualTo(longest);
    assertThat(new Label("a", "Zürich 2 \ud83d\ude00").value()).endsWith("\ud83d\ude00");
    for (String bad :
        List.of(longest + "x", "a\u0000b", "a\nb", "\u007f", "\u0085", "\ud83d", "\ude00\ud83d")) {
      assertRefused(() -> new Label("a", bad));
    }
  }

  @Test
  void givenSource_whenLongerThan64_thenRefused() {
    Principal principal = new Principal("spiffe://a/b");

    assertThat(new Origin(principal, "x".repeat(64)).source()).hasSize(64);
    assertRefused(() -> new Origin(principal, "x".repeat(65)));
  }

  @Test
  void givenPermissions_whenStored_thenTheirNumbersArePermanent() {
    assertThat(Permission.values())
        .extracting(permission -> permission.number() + " " + permission)
        .containsExactly(
            "1 CREATE_KEY",
            "2 GET_KEY",
            "3 LIST_KEYS",
            "4 ACTIVATE_KEY",
            "5 ROTATE_KEY",
            "6 SUSPEND_KEY",
            "7 REACTIVATE_KEY",
            "8 REVOKE_KEY",
            "9 RETRIEVE_KEY",
            "10 RETRIEVE_KEY_VERSION",
            "11 RETRIEVE_COMPROMISED_KEY",
            "12 CREATE_GRANT",
            "13 REVOKE_GRANT",
            "14 LIST_GRANTS",
            "15 READ_AUDIT",
            "16 READ_CLUSTER",
            "17 UPDATE_KEY",
            "18 SCHEDULE_DESTRUCTION",
            "19 CANCEL_DESTRUCTION",
            "20 DESTROY_KEY",
            "30 SET_NAMESPACE_POLICY",
            "31 GET_NAMESPACE_POLICY",
            "32 CREATE_PROPOSAL",
            "33 APPROVE_PROPOSAL",
            "34 LIST_PROPOSALS",
            "50 READ_HISTORY",
            "51 READ_RECIPIENTS",
            "22 ARCHIVE_KEY",
            "23 READ_ARCHIVE",
            "24 EXPORT_ARCHIVE",
            "25 RECOVER_KEY",
            "40 FINALIZE_DESTRUCTION");
    for (Permission permission : Permission.values()) {
      assertThat(Permission.ofNumber(permission.number())).isEqualTo(permission);
    }
    for (int number : new int[] {0, -1, 1_000, Integer.MAX_VALUE}) {
      assertThat(Permission.ofNumber(number)).isNull();
    }
  }

  private static void assertRefused(ThrowingCallable whatIsDone) {
    assertThatThrownBy(whatIsDone).isInstanceOf(IllegalArgumentException.class);
  }
}
