// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.crypto.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every provider of a root key must do. A test of one extends this. */
abstract class SealContract {
  private static final byte[] DATA = "epochs of one cluster".getBytes(StandardCharsets.US_ASCII);

  /** Opens the provider; each call with the same root. */
  abstract Seal open();

  /** Opens the provider with a root that is not that of {@link #open}. */
  abstract Seal openWithAnotherRoot();

  @Test
  void givenSealed_whenUnsealedAfterARestart_thenTheSame() {
    byte[] sealed;
    try (Seal seal = open()) {
      sealed = sealed(seal, 300);
    }

    try (Seal seal = open();
        SecretBytes opened = seal.unseal(sealed, DATA)) {
      assertThat(opened.<byte[]>lend(byte[]::clone)).hasSize(300).containsOnly(7);
    }
  }

  @Test
  void givenPlaintext_whenSealedTwice_thenDifferentAndWithinTheOverhead() {
    try (Seal seal = open()) {
      byte[] first = sealed(seal, 32);
      byte[] second = sealed(seal, 32);

      assertThat(first).isNotEqualTo(second).hasSizeLessThan(32 + Seal.MAX_OVERHEAD_BYTES);
      try (SecretBytes one = seal.unseal(first, DATA);
          SecretBytes two = seal.unseal(second, DATA)) {
        assertThat(one.<byte[]>lend(byte[]::clone)).isEqualTo(two.<byte[]>lend(byte[]::clone));
      }
    }
  }

  @Test
  void givenSealed_whenAnyByteIsChanged_thenRefused() {
    try (Seal seal = open()) {
      byte[] sealed = sealed(seal, 32);
      for (int at = 0; at < sealed.length; at++) {
        byte[] changed = sealed.clone();
        changed[at] ^= 1;

        assertThatThrownBy(() -> seal.unseal(changed, DATA))
            .as("byte %d", at)
            .isInstanceOf(UnsealException.class);
      }
    }
  }

  @Test
  void givenSealed_whenTruncated_thenRefused() {
    try (Seal seal = open()) {
      byte[] sealed = sealed(seal, 32);
      for (int length = 0; length < sealed.length; length++) {
        byte[] cut = Arrays.copyOf(sealed, length);

        assertThatThrownBy(() -> seal.unseal(cut, DATA)).isInstanceOf(UnsealException.class);
      }
    }
  }

  @Test
  void givenSealed_whenUnsealedForOtherDataOrUnderAnotherRoot_thenRefused() {
    try (Seal seal = open();
        Seal other = openWithAnotherRoot()) {
      byte[] sealed = sealed(seal, 32);

      assertThatThrownBy(() -> seal.unseal(sealed, new byte[] {1}))
          .isInstanceOf(UnsealException.class);
      assertThatThrownBy(() -> other.unseal(sealed, DATA)).isInstanceOf(UnsealException.class);
    }
  }

  @Test
  void givenProvider_whenPrinted_thenRedacted() {
    try (Seal seal = open()) {
      assertThat(seal.toString()).contains("redacted");
    }
  }

  private static byte[] sealed(Seal seal, int bytes) {
    byte[] plaintext = new byte[bytes];
    Arrays.fill(plaintext, (byte) 7);
    try (SecretBytes secret = SecretBytes.takeOwnership(plaintext)) {
      return seal.seal(secret, DATA);
    }
  }
}
