// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretBytesTest {

  @Test
  void givenSecret_whenClosedTwice_thenZeroizedAndNoLongerLent() {
    byte[] bytes = {1, 2, 3};
    SecretBytes secret = SecretBytes.takeOwnership(bytes);

    secret.close();
    secret.close();

    assertThat(bytes).containsOnly(0);
    assertThat(secret.length()).isEqualTo(3);
    assertThatThrownBy(() -> secret.lend(byte[]::clone)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void givenSecret_whenPrinted_thenRedacted() {
    try (SecretBytes secret = SecretBytes.takeOwnership(new byte[] {77, 78})) {
      assertThat(secret).hasToString("SecretBytes(2 bytes, redacted)");
    }
  }

  @Test
  void givenSecret_whenMovedOffHeap_thenTheArrayIsZeroizedAndTheBytesAreLent() {
    byte[] bytes = {1, 2, 3};

    try (OffHeapSecret secret = OffHeapSecret.take(SecretBytes.takeOwnership(bytes))) {
      byte[][] lent = new byte[1][];
      byte[] copy =
          secret.lend(
              borrowed -> {
                lent[0] = borrowed;
                return borrowed.clone();
              });

      assertThat(copy).containsExactly(1, 2, 3);
      assertThat(lent[0]).containsOnly(0);
      assertThat(bytes).containsOnly(0);
      assertThat(secret).hasToString("OffHeapSecret(3 bytes, redacted)");
    }
  }

  @Test
  void givenClosedOffHeapSecret_whenLent_thenRefused() {
    OffHeapSecret secret = OffHeapSecret.take(SecretBytes.takeOwnership(new byte[] {1}));

    secret.close();
    secret.close();

    assertThatThrownBy(() -> secret.lend(byte[]::clone)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void givenTransientKey_whenDestroyed_thenCopiesHandedOutAreWiped() {
    byte[] bytes = {5, 6, 7};
    TransientKey key = new TransientKey("AES", bytes);
    byte[] handedOut = key.getEncoded();

    key.destroy();

    assertThat(handedOut).containsOnly(0);
    assertThat(bytes).containsExactly(5, 6, 7);
    assertThat(key).hasToString("TransientKey(AES, redacted)");
  }
}
