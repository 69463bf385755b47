// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.crypto.Argon2Cost;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.node.crypto.SystemEntropy;
import io.quorumkeep.node.crypto.bc.Argon2Kdf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassphraseSealTest extends SealContract {
  private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);

  @TempDir Path directory;

  @Override
  Seal open() {
    return open("correct horse battery", CHEAP);
  }

  @Override
  Seal openWithAnotherRoot() {
    return open("incorrect horse battery", CHEAP);
  }

  @Test
  void givenHigherCost_whenOpened_thenOldBytesStillUnsealAndNewOnesCarryIt() {
    byte[] old;
    try (Seal seal = open();
        SecretBytes secret = SecretBytes.takeOwnership(new byte[] {1})) {
      old = seal.seal(secret, new byte[0]);
    }

    try (Seal seal = open("correct horse battery", new Argon2Cost(128, 2, 2));
        SecretBytes opened = seal.unseal(old, new byte[0])) {
      byte[] fresh = seal.seal(opened, new byte[0]);

      assertThat(HexFormat.of().formatHex(fresh, 5, 14)).isEqualTo("000000800000000202");
      assertThat(HexFormat.of().formatHex(old, 5, 14)).isEqualTo("000000400000000101");
      seal.unseal(fresh, new byte[0]).close();
    }
  }

  @Test
  void givenHeaderThatAsksForTooMuchMemory_whenUnsealed_thenRefusedBeforeItIsTaken() {
    try (Seal seal = open();
        SecretBytes secret = SecretBytes.takeOwnership(new byte[] {1})) {
      byte[] sealed = seal.seal(secret, new byte[0]);
      sealed[5] = 0x7f;

      assertThatThrownBy(() -> seal.unseal(sealed, new byte[0]))
          .isInstanceOf(UnsealException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rwx------", "rw-rw-rw-"})
  void givenFileOpenToOthers_whenOpened_thenRefusedWithWhatToDo(String permissions)
      throws IOException {
    Path file = passphrase("correct horse battery");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(() -> open(file, CHEAP))
        .isInstanceOf(UnsealException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(permissions)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void givenFileOnlyItsOwnerCanRead_whenOpened_thenAccepted() throws IOException {
    Path file = passphrase("correct horse battery");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

    open(file, CHEAP).close();
  }

  @Test
  void givenMissingShortOrHugePassphrase_whenOpened_thenRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> open(directory.resolve("missing"), CHEAP))
        .isInstanceOf(UnsealException.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> open("elevenbytes\n\r\n", CHEAP))
        .isInstanceOf(UnsealException.class)
        .hasMessageContaining("shorter than 12")
        .hasMessageNotContaining("eleven");
    assertThatThrownBy(() -> open("x".repeat(1025), CHEAP))
        .isInstanceOf(UnsealException.class)
        .hasMessageContaining("longer than 1024");
  }

  @Test
  void givenLineEnd_whenOpened_thenItIsNotPartOfThePassphrase() {
    byte[] sealed;
    try (Seal seal = open("correct horse battery\n", CHEAP);
        SecretBytes secret = SecretBytes.takeOwnership(new byte[] {1})) {
      sealed = seal.seal(secret, new byte[0]);
    }

    try (Seal seal = open()) {
      seal.unseal(sealed, new byte[0]).close();
    }
  }

  private PassphraseSeal open(String passphrase, Argon2Cost cost) {
    return open(passphrase(passphrase), cost);
  }

  private static PassphraseSeal open(Path file, Argon2Cost cost) {
    return PassphraseSeal.open(file, new Argon2Kdf(), new SystemEntropy(), cost);
  }

  private Path passphrase(String text) {
    try {
      Path file = Files.createTempFile(directory, "passphrase", "");
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
