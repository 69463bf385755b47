// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecoveryKeyTest {
  private static final String NAME = "namespaces/pay/keys/card/versions/3";

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(RecoveryKeyType.class)
  void givenKeyOfEachType_whenShared_thenEnoughSharesOpenAnImage(RecoveryKeyType type)
      throws IOException {
    NewRecoveryKey made = newKey(type);
    List<Path> shares = write(made.shares(5, 3));
    byte[] image = ImageFixture.seal(ImageFixture.payload(3), made.certificatePem());

    RecoveryKey key = RecoveryKey.ofShares(List.of(shares.get(4), shares.get(0), shares.get(2)));

    try (OpenedImage opened = key.open(image)) {
      assertThat(opened.name()).isEqualTo(NAME);
      assertThat(opened.clusterId()).isEqualTo("6f1f6a3e-9f5e-4f0e-8d6b-0a3c1c5a7e11");
      assertThat(opened.algorithm()).isEqualTo("AES_128");
      assertThat(opened.materialBytes()).isEqualTo(16);
      assertThat(opened.commitment()).isEqualTo(OpenedImage.digestOf(ImageFixture.payload(3)));
      assertThat(opened.mapPayload(byte[]::clone)).isEqualTo(ImageFixture.payload(3));
      assertThat(opened.toString()).doesNotContain("0123456789abcdef");
    }
  }

  @ParameterizedTest
  @CsvSource({"2,2", "3,2", "5,3", "5,5", "255,254"})
  void givenShares_whenAnyThresholdOfThemIsJoined_thenTheKeyIsBackAndOneFewerIsRefused(
      int shares, int threshold) {
    List<RecoveryShare> all = shares(shares, threshold);
    byte[] key = SharedKey.join(all);

    for (int from = 0; from <= shares - threshold; from++) {
      List<RecoveryShare> some = all.subList(from, from + threshold);
      assertThat(SharedKey.join(some)).isEqualTo(key);
      List<RecoveryShare> tooFew = some.subList(1, threshold);
      if (!tooFew.isEmpty()) {
        assertThatThrownBy(() -> SharedKey.join(tooFew))
            .isInstanceOf(RecoveryException.class)
            .hasMessageContaining("it takes " + threshold + " different shares");
      }
    }
  }

  /** Not only because somebody counts: what they add up to is another secret. */
  @Test
  void givenOneShareTooFew_whenJoinedAllTheSame_thenTheKeyDoesNotOpen() {
    List<RecoveryShare> all = shares(5, 3);

    assertThatThrownBy(() -> SharedKey.open(all.get(0), SharedKey.secret(all.subList(0, 2))))
        .isInstanceOf(RecoveryException.class);
    assertThat(SharedKey.open(all.get(0), SharedKey.secret(all.subList(1, 4)))).isNotEmpty();
  }

  @Test
  void givenOneShareTwice_whenJoined_thenItCountsOnce() {
    List<RecoveryShare> all = shares(3, 2);

    assertThatThrownBy(() -> SharedKey.join(List.of(all.get(0), all.get(0))))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("given were 1");
  }

  @Test
  void givenSharesOfTwoKeys_whenJoined_thenRefused() {
    assertThatThrownBy(() -> SharedKey.join(List.of(shares(3, 2).get(0), shares(3, 2).get(1))))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("not all of one key");
  }

  @Test
  void givenShare_whenAnyByteIsChanged_thenItIsDamaged() {
    byte[] share = shares(2, 2).get(0).encode();
    for (int at = 0; at < share.length; at++) {
      byte[] changed = share.clone();
      changed[at] ^= 4;
      assertThatThrownBy(() -> RecoveryShare.decode(changed)).isInstanceOf(RecoveryException.class);
    }
    assertThatThrownBy(() -> RecoveryShare.decode(Arrays.copyOf(share, share.length - 1)))
        .isInstanceOf(RecoveryException.class);
  }

  @Test
  void givenEncryptedKey_whenRead_thenOnlyItsPassphraseOpensIt() throws IOException {
    NewRecoveryKey made = newKey(RecoveryKeyType.EC_P384);
    Path file = directory.resolve("recovery.key");
    Files.writeString(file, made.encryptedPem("correct horse battery".toCharArray()));
    byte[] image = ImageFixture.seal(ImageFixture.payload(3), made.certificatePem());

    RecoveryKey key = RecoveryKey.read(file, Optional.of("correct horse battery".toCharArray()));

    try (OpenedImage opened = key.open(image)) {
      assertThat(opened.name()).isEqualTo(NAME);
    }
    assertThatThrownBy(
            () -> RecoveryKey.read(file, Optional.of("another passphrase".toCharArray())))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("passphrase");
    assertThatThrownBy(() -> RecoveryKey.read(file, Optional.empty()))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("is encrypted");
    assertThatThrownBy(() -> made.encryptedPem("short".toCharArray()))
        .isInstanceOf(RecoveryException.class);
  }

  @Test
  void givenImageOfOthers_whenOpened_thenRefused() {
    RecoveryKey key = key(newKey(RecoveryKeyType.EC_P384));
    NewRecoveryKey other = newKey(RecoveryKeyType.EC_P384);
    NewRecoveryKey rsa = newKey(RecoveryKeyType.RSA_3072);
    byte[] image =
        ImageFixture.seal(ImageFixture.payload(3), other.certificatePem(), rsa.certificatePem());

    assertThatThrownBy(() -> key.open(image))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("sealed to other recovery keys");
    try (OpenedImage opened = key(rsa).open(image)) {
      assertThat(opened.name()).isEqualTo(NAME);
    }
    assertThatThrownBy(() -> key.open(new byte[] {1, 2, 3}))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("no image");
  }

  @Test
  void givenImageOfSomethingElse_whenOpened_thenRefused() {
    NewRecoveryKey made = newKey(RecoveryKeyType.EC_P384);
    RecoveryKey key = key(made);
    byte[] payload = ImageFixture.payload(3);

    for (int length : new int[] {1, 4, 30, 60, payload.length - 1}) {
      byte[] image = ImageFixture.seal(Arrays.copyOf(payload, length), made.certificatePem());
      assertThatThrownBy(() -> key.open(image)).isInstanceOf(RecoveryException.class);
    }
  }

  @Test
  void givenOpenedImage_whenClosed_thenThePayloadIsGone() {
    byte[] payload = ImageFixture.payload(3);
    OpenedImage opened = OpenedImage.of(payload);

    opened.close();

    assertThat(payload).containsOnly(0);
    assertThatThrownBy(() -> opened.mapPayload(byte[]::clone))
        .isInstanceOf(IllegalStateException.class);
  }

  private static NewRecoveryKey newKey(RecoveryKeyType type) {
    return NewRecoveryKey.create(type, "recovery of a test", Instant.now(), Duration.ofDays(1));
  }

  private List<RecoveryShare> shares(int shares, int threshold) {
    List<RecoveryShare> read = new ArrayList<>();
    try {
      for (Path file : write(newKey(RecoveryKeyType.EC_P256).shares(shares, threshold))) {
        read.add(RecoveryShare.read(file));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return read;
  }

  private RecoveryKey key(NewRecoveryKey made) {
    try {
      return RecoveryKey.ofShares(write(made.shares(2, 2)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<Path> write(List<String> texts) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String text : texts) {
      files.add(Files.writeString(Files.createTempFile(directory, "share", ".pem"), text));
    }
    return files;
  }
}
