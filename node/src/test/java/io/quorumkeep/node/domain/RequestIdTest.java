// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
  private static final String TEXT = "018f3c1e-7b2a-7abc-8def-0123456789ab";

  @Test
  void givenUuid_whenRead_thenItsBitsInEitherCase() {
    RequestId expected = new RequestId(0x018f3c1e7b2a7abcL, 0x8def0123456789abL);

    assertThat(RequestId.parse(TEXT)).isEqualTo(expected);
    assertThat(RequestId.parse(TEXT.toUpperCase(Locale.ROOT))).isEqualTo(expected);
    assertThat(expected).hasToString(TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "018f3c1e7b2a7abc8def0123456789ab",
        "{018f3c1e-7b2a-7abc-8def-0123456789ab}",
        "018f3c1e-7b2a-7abc-8def-0123456789a",
        "018f3c1e-7b2a-7abc-8def-0123456789abc",
        "018f3c1e-7b2a-7abc-8def-0123456789ag",
        "018f3c1-e7b2a-7abc-8def-0123456789ab",
        "+18f3c1e-7b2a-7abc-8def-0123456789ab",
        "-18f3c1e-7b2a-7abc-8def-0123456789ab",
        "018f3c1e_7b2a_7abc_8def_0123456789ab",
        "018f3c1e-7b2a-7abc-8def-01234567 9ab",
        "018f3c1e-7b2a-7abc-8def-0123456789a\u0661",
        "0000000000000000000-1-1-1-0123456789",
      })
  void givenAnythingElse_whenRead_thenRefused(String text) {
    assertThatThrownBy(() -> RequestId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("UUID");
  }
}
