// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EpochSecretsTest {
  private final EpochSecrets secrets = new EpochSecrets();

  @AfterEach
  void close() {
    secrets.close();
  }

  @Test
  void givenTwoEpochs_whenAskedForCurrent_thenTheLatest() {
    secrets.add(7, secret(7));
    secrets.add(3, secret(3));

    assertThat(secrets.current()).isEqualTo(7);
    assertThat(secrets.epochs()).containsExactly(3, 7);
    assertThat(secrets.<byte[]>lend(3, byte[]::clone)).hasSize(32).containsOnly(3);
  }

  @Test
  void givenNoEpoch_whenAskedForCurrent_thenRefused() {
    assertThatThrownBy(secrets::current).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void givenEpoch_whenRemoved_thenGoneFromUse() {
    secrets.add(1, secret(1));
    secrets.add(2, secret(2));

    secrets.remove(1);
    secrets.remove(1);

    assertThat(secrets.epochs()).containsExactly(2);
    assertThat(secrets.copyTo(1, new byte[32])).isFalse();
    assertThatThrownBy(() -> secrets.lend(1, byte[]::clone))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenEpoch_whenTheSameIsAddedAgain_thenAcceptedButAnotherIsRefused() {
    secrets.add(1, secret(1));
    secrets.add(1, secret(1));

    assertThatThrownBy(() -> secrets.add(1, secret(2))).isInstanceOf(IllegalStateException.class);
    assertThat(secrets.<byte[]>lend(1, byte[]::clone)).containsOnly(1);
  }

  @Test
  void givenFullSecrets_whenOneMoreIsAdded_thenRefused() {
    for (int epoch = 1; epoch <= EpochSecrets.MAX_EPOCHS; epoch++) {
      secrets.add(epoch, secret(epoch));
    }

    assertThatThrownBy(() -> secrets.add(9, secret(9))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesEpochZeroAndShortSecrets() {
    assertThatThrownBy(() -> secrets.add(0, secret(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> secrets.add(1, SecretBytes.takeOwnership(new byte[31])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenSecret_whenAddedOrRefused_thenTheArrayIsWiped() {
    byte[] added = new byte[32];
    byte[] refused = new byte[32];
    Arrays.fill(added, (byte) 1);
    Arrays.fill(refused, (byte) 2);

    secrets.add(1, SecretBytes.takeOwnership(added));
    assertThatThrownBy(() -> secrets.add(1, SecretBytes.takeOwnership(refused)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(added).containsOnly(0);
    assertThat(refused).containsOnly(0);
  }

  @Test
  void givenSecrets_whenClosed_thenNothingIsLentAndNothingPrinted() {
    secrets.add(1, secret(65));
    assertThat(secrets).hasToString("EpochSecrets(epochs [1], redacted)");

    secrets.close();

    assertThat(secrets.copyTo(1, new byte[32])).isFalse();
  }

  private static SecretBytes secret(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return SecretBytes.takeOwnership(bytes);
  }
}
