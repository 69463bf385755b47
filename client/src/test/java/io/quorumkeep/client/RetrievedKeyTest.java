// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

class RetrievedKeyTest {
  private static final byte[] MATERIAL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  @Test
  void givenReleasedKey_whenUsed_thenItsBytesAreLent() {
    try (RetrievedKey key = keyOf(MATERIAL.clone())) {
      assertThat(key.<byte[], RuntimeException>mapMaterial(byte[]::clone)).isEqualTo(MATERIAL);
      assertThat(key.version()).isEqualTo(12);
      assertThat(key.length()).isEqualTo(16);
    }
  }

  @Test
  void givenReleasedKey_whenClosed_thenItsBytesAreZeroAndNotLentAgain() {
    byte[] bytes = MATERIAL.clone();
    RetrievedKey key = keyOf(bytes);

    key.close();
    key.close();

    assertThat(bytes).containsOnly(0);
    assertThatIllegalStateException()
        .isThrownBy(() -> key.useMaterial(material -> {}))
        .withMessageContaining("zeroized");
  }

  @Test
  void givenBorrower_whenClosedMeanwhile_thenTheBytesLastUntilItReturns() {
    byte[] bytes = MATERIAL.clone();
    RetrievedKey key = keyOf(bytes);

    key.useMaterial(
        material -> {
          key.close();
          assertThat(material).isEqualTo(MATERIAL);
          assertThatIllegalStateException().isThrownBy(() -> key.useMaterial(more -> {}));
          assertThat(material).isEqualTo(MATERIAL);
        });

    assertThat(bytes).containsOnly(0);
  }

  @Test
  void givenBorrowerThatThrows_whenClosed_thenTheBytesAreZero() {
    byte[] bytes = MATERIAL.clone();
    RetrievedKey key = keyOf(bytes);

    assertThatThrownBy(
            () ->
                key.useMaterial(
                    material -> {
                      throw new InvalidKeyException("checked");
                    }))
        .isInstanceOf(InvalidKeyException.class);
    key.close();

    assertThat(bytes).containsOnly(0);
  }

  @Test
  void givenKey_whenPrinted_thenItsMaterialIsNotShown() {
    RetrievedKey key = keyOf(MATERIAL.clone());

    assertThat(key.toString())
        .isEqualTo("RetrievedKey(namespaces/pay/keys/card/versions/12, 16 bytes, redacted)");
    assertThat(key.asSecretKey().toString()).isEqualTo("SecretKey(AES, redacted)");
  }

  @Test
  void givenSecretKey_whenUsedAfterTheKeyClosed_thenItEncryptsUntilDestroyed()
      throws GeneralSecurityException {
    SecretKey secret;
    try (RetrievedKey key = keyOf(MATERIAL.clone())) {
      secret = key.asSecretKey();
    }
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");

    cipher.init(Cipher.ENCRYPT_MODE, secret);
    assertThat(cipher.doFinal(new byte[16])).hasSize(16);
    assertThat(secret.getEncoded()).isEqualTo(MATERIAL);

    assertDestroys(secret);
  }

  @Test
  void givenSecretKey_whenSerialized_thenItRefuses() throws IOException {
    SecretKey secret = keyOf(MATERIAL.clone()).asSecretKey();
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThatThrownBy(() -> out.writeObject(secret))
          .isInstanceOf(NotSerializableException.class);
    }
  }

  private static void assertDestroys(SecretKey secret) {
    assertThatThrownBy(
            () -> {
              secret.destroy();
              secret.getEncoded();
            })
        .isInstanceOf(IllegalStateException.class);
    assertThat(secret.isDestroyed()).isTrue();
  }

  private static RetrievedKey keyOf(byte[] bytes) {
    return RetrievedKey.takeOwnership(
        "namespaces/pay/keys/card/versions/12", KeyAlgorithm.AES_128, KeyState.ACTIVE, 7, bytes);
  }
}
