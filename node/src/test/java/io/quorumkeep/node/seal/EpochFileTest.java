// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.crypto.Argon2Cost;
import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.node.crypto.SystemEntropy;
import io.quorumkeep.node.crypto.bc.Argon2Kdf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochFileTest {
  private static final String CLUSTER = "0b1f8c2e-5a3d-4e6f-9a7b-1c2d3e4f5a6b";
  private static final int SLOT = EpochFile.BYTES / 2;

  @TempDir Path directory;
  private Path path;
  private Seal seal;
  private final EpochSecrets secrets = new EpochSecrets();

  @BeforeEach
  void open() throws IOException {
    path = directory.resolve("seal/epoch");
    seal = seal("correct horse battery");
    secrets.add(1, filled(1));
    secrets.add(2, filled(2));
  }

  @AfterEach
  void close() {
    secrets.close();
    seal.close();
  }

  @Test
  void givenNewFile_whenOpenedAfterARestart_thenTheSameSecrets() throws IOException {
    EpochFile.create(path, seal, CLUSTER, secrets);

    EpochFile file = EpochFile.open(path, seal("correct horse battery"));

    assertThat(file.clusterId()).isEqualTo(CLUSTER);
    assertSecrets(file, 1, 2);
    assertThat(Files.size(path)).isEqualTo(EpochFile.BYTES);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThat(path.getParent()).isDirectoryNotContaining(other -> !other.equals(path));
  }

  @Test
  void givenFile_whenCreatedAgain_thenRefusedAndUnchanged() throws IOException {
    EpochFile.create(path, seal, CLUSTER, secrets);
    byte[] before = Files.readAllBytes(path);

    assertThatThrownBy(() -> EpochFile.create(path, seal, CLUSTER, secrets))
        .isInstanceOf(EpochFileException.class)
        .hasMessageContaining(path.toString());
    assertThat(Files.readAllBytes(path)).isEqualTo(before);
  }

  @Test
  void givenCrashWhileCreating_whenCreatedAgain_thenWhole() throws IOException {
    Files.createDirectories(path.getParent());
    Files.write(path.resolveSibling("epoch.new"), new byte[100]);

    assertThat(EpochFile.exists(path)).isFalse();
    assertSecrets(EpochFile.create(path, seal, CLUSTER, secrets), 1, 2);
  }

  @Test
  void givenFile_whenStored_thenOverwrittenInPlace() throws IOException {
    EpochFile file = EpochFile.create(path, seal, CLUSTER, secrets);
    Object inode = Files.getAttribute(path, "unix:ino");
    secrets.add(3, filled(3));

    file.store(secrets);

    assertThat(Files.getAttribute(path, "unix:ino")).isEqualTo(inode);
    assertSecrets(EpochFile.open(path, seal), 1, 2, 3);
  }

  @Test
  void givenMostEpochs_whenStored_thenTheyFit() {
    for (int epoch = 3; epoch <= EpochSecrets.MAX_EPOCHS; epoch++) {
      secrets.add(epoch, filled(epoch));
    }

    assertSecrets(EpochFile.create(path, seal, CLUSTER, secrets), 1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void givenEpoch_whenForgotten_thenNoByteOfItsSealingIsLeftInEitherSlot() throws IOException {
    EpochFile file = EpochFile.create(path, seal, CLUSTER, secrets);
    byte[] before = Files.readAllBytes(path);
    byte[] sealedBefore = sealed(before, 0);

    file.forget(secrets, 1);

    byte[] after = Files.readAllBytes(path);
    assertThat(Arrays.copyOf(after, SLOT)).isEqualTo(Arrays.copyOfRange(after, SLOT, 2 * SLOT));
    for (int at = 34 + 12; at + 16 <= sealedBefore.length; at += 16) {
      byte[] piece = Arrays.copyOfRange(sealedBefore, at, at + 16);
      assertThat(contains(before, piece)).isTrue();
      assertThat(contains(after, piece)).as("sealed bytes from %d", at).isFalse();
    }
    assertThat(secrets.epochs()).containsExactly(2);
    assertSecrets(EpochFile.open(path, seal), 2);
  }

  @Test
  void givenOnlyEpoch_whenForgotten_thenRefused() {
    EpochFile file = EpochFile.create(path, seal, CLUSTER, secrets);
    file.forget(secrets, 1);

    assertThatThrownBy(() -> file.forget(secrets, 2)).isInstanceOf(IllegalArgumentException.class);
    assertSecrets(file, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 2048, 4095})
  void givenTornFirstSlot_whenOpened_thenTheStateBeforeTheWriteAndBothSlotsWhole(int torn)
      throws IOException {
    EpochFile file = EpochFile.create(path, seal, CLUSTER, secrets);
    byte[] before = Files.readAllBytes(path);
    file.forget(secrets, 1);
    byte[] after = Files.readAllBytes(path);
    byte[] disk = before.clone();
    System.arraycopy(after, 0, disk, 0, torn);
    Files.write(path, disk);

    EpochFile opened = EpochFile.open(path, seal);

    assertSecrets(opened, 1, 2);
    byte[] healed = Files.readAllBytes(path);
    assertThat(Arrays.copyOf(healed, SLOT)).isEqualTo(Arrays.copyOfRange(healed, SLOT, 2 * SLOT));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 2048, 4095})
  void givenTornSecondSlot_whenOpened_thenTheNewStateAndTheForgottenEpochIsOverwritten(int torn)
      throws IOException {
    EpochFile file = EpochFile.create(path, seal, CLUSTER, secrets);
    byte[] before = Files.readAllBytes(path);
    byte[] sealedBefore = sealed(before, 1);
    file.forget(secrets, 1);
    byte[] disk = Files.readAllBytes(path);
    System.arraycopy(before, SLOT + torn, disk, SLOT + torn, SLOT - torn);
    Files.write(path, disk);

    EpochFile opened = EpochFile.open(path, seal);

    assertSecrets(opened, 2);
    assertThat(contains(Files.readAllBytes(path), Arrays.copyOfRange(sealedBefore, 60, 92)))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 20, 52, 56, 100, 3000, 4064, 4095})
  void givenOneDamagedSlot_whenOpened_thenTheOtherIsUsed(int at) throws IOException {
    EpochFile.create(path, seal, CLUSTER, secrets);
    for (int slot = 0; slot < 2; slot++) {
      byte[] disk = Files.readAllBytes(path);
      disk[slot * SLOT + at] ^= 0x10;
      Files.write(path, disk);

      assertSecrets(EpochFile.open(path, seal), 1, 2);
    }
  }

  @Test
  void givenBothSlotsDamaged_whenOpened_thenRefusedWithTheNameAndWhatToDo() throws IOException {
    EpochFile.create(path, seal, CLUSTER, secrets);
    byte[] disk = Files.readAllBytes(path);
    disk[70] ^= 1;
    disk[SLOT + 70] ^= 1;
    Files.write(path, disk);

    assertThatThrownBy(() -> EpochFile.open(path, seal))
        .isInstanceOf(EpochFileException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("damaged")
        .hasMessageContaining("move the file away");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 4000, 9000})
  void givenFileOfAnotherSize_whenOpened_thenRefused(int size) throws IOException {
    EpochFile.create(path, seal, CLUSTER, secrets);
    Files.write(path, Arrays.copyOf(Files.readAllBytes(path), size));

    assertThatThrownBy(() -> EpochFile.open(path, seal))
        .isInstanceOf(EpochFileException.class)
        .hasMessageContaining(path.toString());
  }

  @Test
  void givenMissingFile_whenOpened_thenRefusedWithItsName() {
    assertThatThrownBy(() -> EpochFile.open(path, seal))
        .isInstanceOf(EpochFileException.class)
        .hasMessageContaining("there is no epoch file " + path);
  }

  @Test
  void givenFileOpenToOthers_whenOpened_thenRefused() throws IOException {
    EpochFile.create(path, seal, CLUSTER, secrets);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> EpochFile.open(path, seal))
        .isInstanceOf(EpochFileException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void givenAnotherPassphrase_whenLoaded_thenRefusedWithTheName() throws IOException {
    EpochFile.create(path, seal, CLUSTER, secrets);
    EpochFile file = EpochFile.open(path, seal("incorrect horse battery"));

    assertThatThrownBy(file::load)
        .isInstanceOf(UnsealException.class)
        .hasMessageContaining(path.toString());
  }

  @Test
  void givenFileOfAnotherCluster_whenItsIdIsRewritten_thenItDoesNotUnseal() throws IOException {
    EpochFile.create(path, seal, CLUSTER, secrets);
    String other = "1b1f8c2e-5a3d-4e6f-9a7b-1c2d3e4f5a6b";
    byte[] slot = new EpochSlot(1, other, sealed(Files.readAllBytes(path), 0)).encode();
    byte[] disk = Arrays.copyOf(slot, 2 * SLOT);
    System.arraycopy(slot, 0, disk, SLOT, SLOT);
    Files.write(path, disk);

    EpochFile file = EpochFile.open(path, seal);

    assertThat(file.clusterId()).isEqualTo(other);
    assertThatThrownBy(file::load).isInstanceOf(UnsealException.class);
  }

  @Test
  void refusesClusterIdsThatAreNotUuids() {
    assertThatThrownBy(() -> EpochFile.create(path, seal, "cluster", secrets))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> EpochFile.create(path, seal, CLUSTER.toUpperCase(java.util.Locale.ROOT), secrets))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertSecrets(EpochFile file, Integer... epochs) {
    try (EpochSecrets loaded = file.load()) {
      assertThat(loaded.epochs()).containsExactly(epochs);
      for (int epoch : epochs) {
        assertThat(loaded.<byte[]>lend(epoch, byte[]::clone)).containsOnly(epoch);
      }
    }
  }

  private static byte[] sealed(byte[] disk, int slot) {
    EpochSlot decoded = EpochSlot.decode(Arrays.copyOfRange(disk, slot * SLOT, (slot + 1) * SLOT));
    return requireNonNull(decoded).sealed();
  }

  private static boolean contains(byte[] all, byte[] piece) {
    for (int at = 0; at + piece.length <= all.length; at++) {
      if (Arrays.equals(all, at, at + piece.length, piece, 0, piece.length)) {
        return true;
      }
    }
    return false;
  }

  private Seal seal(String passphrase) throws IOException {
    Path file = Files.createTempFile(directory, "passphrase", "");
    Files.writeString(file, passphrase);
    return PassphraseSeal.open(
        file, new Argon2Kdf(), new SystemEntropy(), new Argon2Cost(64, 1, 1));
  }

  private static SecretBytes filled(int value) {
    byte[] bytes = new byte[EpochSecrets.SECRET_BYTES];
    Arrays.fill(bytes, (byte) value);
    return SecretBytes.takeOwnership(bytes);
  }
}
