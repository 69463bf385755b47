// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spiffe://a/b",
        "spiffe://example.org/ns/payments/sa/Api_1",
        "spiffe://10.0.0.1/x",
        "spiffe://a-b_c.d/...",
        "spiffe://a/.b/b.",
      })
  void givenSpiffeId_whenMade_thenItIsItself(String uri) {
    assertThat(new Principal(uri)).hasToString(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "spiffe://",
        "spiffe:///",
        "spiffe:///a",
        "spiffe://a",
        "spiffe://a/",
        "spiffe://a/b/",
        "spiffe://a//b",
        "spiffe://a/./b",
        "spiffe://a/../b",
        "spiffe://a/b/..",
        "spiffe://a/b/.",
        "spiffe:/a/b",
        "SPIFFE://a/b",
        "https://a/b",
        " spiffe://a/b",
        "spiffe://a/b ",
        "spiffe://a/b c",
        "spiffe://A/b",
        "spiffe://a:443/b",
        "spiffe://user@a/b",
        "spiffe://a/b*",
        "spiffe://a/*",
        "spiffe://a/b%2fc",
        "spiffe://a/b?c",
        "spiffe://a/b#c",
        "spiffe://a/b\\c",
        "spiffe://a/b\"",
        "spiffe://a/b\n",
        "spiffe://a/b\u0000",
        "spiffe://a/bä",
        "spiffe://\u0430/b",
      })
  void givenAnythingElse_whenMade_thenRefused(String uri) {
    assertThatThrownBy(() -> new Principal(uri)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenLongUri_whenMade_thenAtMost255Characters() {
    String longest = "spiffe://a/" + "b".repeat(244);

    assertThat(new Principal(longest).uri()).hasSize(255);
    assertThatThrownBy(() -> new Principal(longest + "b"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
