// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
  private static final String LONGEST = "a".repeat(63);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "namespaces/a/keys/*",
        "namespaces/a/keys/b",
        "namespaces/a/keys/b*",
        "namespaces/a/keys/b-*",
        "namespaces/keys/keys/keys*",
      })
  void givenResourcePattern_whenMade_thenItIsItself(String text) {
    assertThat(new ResourcePattern(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "**",
        "a*",
        "/*",
        "namespaces/*",
        "namespaces/a/*",
        "namespaces/*/keys/b",
        "namespaces/a*/keys/b",
        "namespaces/a/keys",
        "namespaces/a/keys/",
        "namespaces/a/keys*",
        "namespaces/a/keys/**",
        "namespaces/a/keys/b**",
        "namespaces/a/keys/*b",
        "namespaces/a/keys/b*c",
        "namespaces/a/keys/../*",
        "namespaces/a/keys/-*",
        "namespaces/a/keys/B*",
        "namespaces/a/keys/b/*",
        "namespaces/a/keys/b/versions/1",
        "namespaces/a/keys/b/versions/*",
        "namespaces//keys/*",
        "namespaces/A/keys/*",
        "namespaces/a/keys/b?",
        "namespaces/a/keys/ä*",
        " *",
        "* ",
        "grants/a",
      })
  void givenAnyOtherResource_whenMade_thenRefused(String text) {
    assertThatThrownBy(() -> new ResourcePattern(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenLongPrefix_whenMade_thenAsLongAsAName() {
    String stem = "namespaces/a/keys/";

    assertThat(new ResourcePattern(stem + LONGEST + "*").text()).endsWith("a*");
    assertThatThrownBy(() -> new ResourcePattern(stem + LONGEST + "a*"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ResourcePattern.allKeysOf("a").text()).isEqualTo(stem + "*");
    assertThatThrownBy(() -> ResourcePattern.allKeysOf("a/keys/b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "*,                     *,                     covers",
    "*,                     namespaces/a/keys/b,   covers",
    "namespaces/a/keys/*,   namespaces/a/keys/b,   covers",
    "namespaces/a/keys/*,   namespaces/a/keys/*,   covers",
    "namespaces/a/keys/*,   namespaces/a/keys/b*,  covers",
    "namespaces/a/keys/b*,  namespaces/a/keys/b,   covers",
    "namespaces/a/keys/b*,  namespaces/a/keys/bc,  covers",
    "namespaces/a/keys/b*,  namespaces/a/keys/bc*, covers",
    "namespaces/a/keys/b,   namespaces/a/keys/b,   covers",
    "namespaces/a/keys/b,   namespaces/a/keys/b*,  overlaps",
    "namespaces/a/keys/b,   namespaces/a/keys/*,   overlaps",
    "namespaces/a/keys/b,   *,                     overlaps",
    "namespaces/a/keys/b*,  namespaces/a/keys/*,   overlaps",
    "namespaces/a/keys/bc*, namespaces/a/keys/b*,  overlaps",
    "namespaces/a/keys/*,   *,                     overlaps",
    "namespaces/a/keys/b,   namespaces/a/keys/bc,  neither",
    "namespaces/a/keys/bc,  namespaces/a/keys/b,   neither",
    "namespaces/a/keys/bc*, namespaces/a/keys/b,   neither",
    "namespaces/a/keys/b*,  namespaces/a/keys/c*,  neither",
    "namespaces/a/keys/*,   namespaces/aa/keys/b,  neither",
    "namespaces/a/keys/*,   namespaces/aa/keys/*,  neither",
    "namespaces/aa/keys/*,  namespaces/a/keys/*,   neither",
  })
  void givenPatternAndResource_whenCompared_thenAsInTheTable(
      String text, String resource, String relation) {
    ResourcePattern pattern = new ResourcePattern(text);

    assertThat(pattern.covers(resource)).isEqualTo(relation.equals("covers"));
    assertThat(pattern.overlaps(resource)).isEqualTo(!relation.equals("neither"));
    assertThat(new ResourcePattern(resource).overlaps(text))
        .as("overlap is mutual")
        .isEqualTo(!relation.equals("neither"));
  }

  @Test
  void givenPrincipalPattern_whenMade_thenOnePrincipalOrAllBelowAPath() {
    PrincipalPattern one = new PrincipalPattern("spiffe://a/b");
    PrincipalPattern below = new PrincipalPattern("spiffe://a/b/*");

    assertThat(one.isPrefix()).isFalse();
    assertThat(one.stem()).isEqualTo("spiffe://a/b");
    assertThat(below.isPrefix()).isTrue();
    assertThat(below.stem()).isEqualTo("spiffe://a/b/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "/*",
        "spiffe://*",
        "spiffe://a/*",
        "spiffe:///*",
        "spiffe://a/b*",
        "spiffe://a/*/b",
        "spiffe://a/b/*/*",
        "spiffe://a/b/**",
        "spiffe://a/b//*",
        "spiffe://a/b/",
        "spiffe://a/../*",
        "spiffe://A/b/*",
      })
  void givenAnyOtherPrincipal_whenMade_thenRefused(String text) {
    assertThatThrownBy(() -> new PrincipalPattern(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
