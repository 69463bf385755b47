// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.crypto.Argon2Cost;
import io.quorumkeep.node.crypto.SystemEntropy;
import io.quorumkeep.node.crypto.bc.Argon2Kdf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochVaultTest {
  private static final String CLUSTER = "0b1f8c2e-5a3d-4e6f-9a7b-1c2d3e4f5a6b";
  private static final String ELSEWHERE = "7b1f8c2e-5a3d-4e6f-9a7b-1c2d3e4f5a6b";

  @TempDir Path directory;
  private Path path;
  private EpochVault vault;
  private final List<EpochVault> open = new ArrayList<>();

  @BeforeEach
  void create() throws IOException {
    Path passphrase = directory.resolve("passphrase");
    Files.writeString(passphrase, "correct horse battery staple");
    Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
    path = directory.resolve("epoch");
    vault = open(path);
  }

  @AfterEach
  void close() {
    open.forEach(EpochVault::close);
  }

  @Test
  void givenSecretsThatCameToNothing_whenReplaced_thenTheSameFileIsOverwritten()
      throws IOException {
    vault.createFirst(ELSEWHERE);
    String first = vault.fingerprint(1);
    Object file = Files.readAttributes(path, "unix:ino").get("ino");

    vault.createFirst(CLUSTER);

    assertThat(Files.readAttributes(path, "unix:ino").get("ino")).isEqualTo(file);
    EpochVault again = open(path);
    assertThat(again.clusterId()).isEqualTo(CLUSTER);
    assertThat(again.fingerprint(1)).isEqualTo(vault.fingerprint(1)).isNotEqualTo(first);
  }

  @Test
  void givenNextEpoch_whenMadeAndTheOldForgotten_thenOnlyItIsLeftAfterARestart() {
    vault.createFirst(CLUSTER);
    vault.create(2);
    assertThat(open(path).secrets().epochs()).containsExactly(1, 2);

    vault.forget(1);

    EpochVault again = open(path);
    assertThat(again.secrets().epochs()).containsExactly(2);
    assertThat(again.fingerprint(2)).isEqualTo(vault.fingerprint(2));
    assertThat(again.fingerprint(1)).isNull();
    assertThatThrownBy(() -> again.forget(2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenEpochThatIsMadeAgain_whenOpened_thenTheSecondSecret() {
    vault.createFirst(CLUSTER);
    vault.create(2);
    String lost = vault.fingerprint(2);

    vault.create(2);

    assertThat(vault.fingerprint(2)).isNotEqualTo(lost);
    assertThat(open(path).fingerprint(2)).isEqualTo(vault.fingerprint(2));
  }

  @Test
  void givenSecretOfAnother_whenWanted_thenItIsAddedOnDisk() {
    vault.createFirst(CLUSTER);
    EpochVault other = open(directory.resolve("other"));
    other.accept(vault.answer(EpochHandover.request(CLUSTER)), CLUSTER);
    vault.create(2);
    vault.create(3);
    String wanted = vault.fingerprint(2);

    boolean added =
        other.add(
            vault.answer(EpochHandover.request(CLUSTER)),
            (epoch, fingerprint) -> fingerprint.equals(wanted));

    assertThat(added).isTrue();
    EpochVault again = open(directory.resolve("other"));
    assertThat(again.secrets().epochs()).containsExactly(1, 2);
    assertThat(again.fingerprint(2)).isEqualTo(wanted);
    assertThat(other.add(vault.answer(EpochHandover.request(CLUSTER)), (epoch, name) -> false))
        .isFalse();
  }

  @Test
  void givenAnswerWithoutANeededEpoch_whenAccepted_thenRefusedAndNothingLost() {
    vault.createFirst(CLUSTER);
    EpochVault other = open(directory.resolve("other"));

    assertThatThrownBy(
            () ->
                other.accept(
                    vault.answer(EpochHandover.request(CLUSTER)), CLUSTER, epoch -> epoch > 1))
        .isInstanceOf(HandoverException.class);

    assertThat(other.isEmpty()).isTrue();
  }

  @Test
  void givenFileThatCannotBeWritten_whenSecretIsMadeOrAdded_thenNotHeldEither() throws IOException {
    vault.createFirst(CLUSTER);
    EpochVault other = open(directory.resolve("other"));
    other.accept(vault.answer(EpochHandover.request(CLUSTER)), CLUSTER);
    vault.create(2);
    Files.delete(directory.resolve("other"));

    assertThatThrownBy(
            () -> other.add(vault.answer(EpochHandover.request(CLUSTER)), (epoch, name) -> true))
        .isInstanceOf(EpochFileException.class);
    assertThatThrownBy(() -> other.create(3)).isInstanceOf(EpochFileException.class);

    assertThat(other.secrets().epochs()).containsExactly(1);
  }

  @Test
  void givenFingerprints_whenOfOtherEpochsClustersOrSecrets_thenAllDiffer() {
    vault.createFirst(CLUSTER);
    vault.create(2);
    String secret = vault.secrets().lend(1, bytes -> HexFormat.of().formatHex(bytes));

    String name = vault.secrets().fingerprint(1, CLUSTER);

    assertThat(name).matches("[0-9a-f]{64}").isEqualTo(vault.fingerprint(1)).isNotEqualTo(secret);
    assertThat(vault.secrets().fingerprint(1, ELSEWHERE)).isNotEqualTo(name);
    assertThat(vault.fingerprint(2)).isNotEqualTo(name);
  }

  private EpochVault open(Path file) {
    PassphraseSeal seal =
        PassphraseSeal.open(
            directory.resolve("passphrase"),
            new Argon2Kdf(),
            new SystemEntropy(),
            new Argon2Cost(8192, 1, 1));
    EpochVault opened = EpochVault.open(file, seal, new SystemEntropy());
    open.add(opened);
    return opened;
  }
}
