// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SelfTestTest {

  @Test
  void givenThisJdk_whenTested_thenEveryAnswerIsRight() {
    assertThatCode(() -> SelfTest.run(new SystemEntropy())).doesNotThrowAnyException();
  }

  @Test
  void givenStuckGenerator_whenTested_thenRefused() {
    assertThatThrownBy(() -> SelfTest.run(target -> {}))
        .isInstanceOf(CryptoException.class)
        .hasMessageContaining("random generator");
    assertThatThrownBy(() -> SelfTest.run(target -> java.util.Arrays.fill(target, (byte) 7)))
        .isInstanceOf(CryptoException.class);
  }
}
