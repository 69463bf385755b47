// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.crypto.Argon2Cost;
import io.quorumkeep.node.crypto.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Argon2KdfTest {
  /** The first vector for Argon2id version 0x13 in the test of the reference implementation. */
  private static final String EXPECTED =
      "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7";

  @Test
  void givenPassphrase_whenDerived_thenWhatTheReferenceImplementationGives() {
    byte[] passphrase = "password".getBytes(StandardCharsets.US_ASCII);
    byte[] salt = "somesalt".getBytes(StandardCharsets.US_ASCII);

    try (SecretBytes key =
        new Argon2Kdf().derive(passphrase, salt, new Argon2Cost(64 * 1024, 2, 1))) {
      assertThat(key.<String>lend(HexFormat.of()::formatHex)).isEqualTo(EXPECTED);
    }
  }

  @Test
  void refusesCostsOutsideTheBounds() {
    assertThatThrownBy(() -> new Argon2Cost(7, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Argon2Cost(1 << 21, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Argon2Cost(64, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Argon2Cost(64, 1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
