// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.snapshot.SnapshotManifest.FileDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotDirectoryTest {
  private static final UUID CLUSTER = new UUID(7, 8);
  private static final LogPosition POSITION = new LogPosition(3, 1200);
  private static final LogPosition APPLIED = new LogPosition(3, 1198);

  @TempDir Path parent;
  private SnapshotDirectory snapshot;

  @BeforeEach
  void writeState() throws IOException {
    snapshot = new SnapshotDirectory(parent.resolve("cp"));
    Files.createDirectories(snapshot.state().resolve("inner"));
    Files.writeString(snapshot.state().resolve("inner/b"), "second");
    Files.writeString(snapshot.state().resolve("a"), "first");
    Files.createFile(snapshot.state().resolve("empty"));
  }

  @Test
  void givenSealedSnapshot_whenVerified_thenTheManifestNamesEveryFileInOrder() {
    SnapshotManifest sealed = snapshot.seal(CLUSTER, POSITION, APPLIED);

    SnapshotManifest verified = snapshot.verify();

    assertThat(verified).isEqualTo(sealed);
    assertThat(verified.clusterId()).isEqualTo(CLUSTER);
    assertThat(verified.position()).isEqualTo(POSITION);
    assertThat(verified.applied()).isEqualTo(APPLIED);
    assertThat(verified.files())
        .extracting(FileDigest::name)
        .containsExactly("state/a", "state/empty", "state/inner/b");
  }

  @Test
  void givenAnyBitFlippedInAnyFile_whenVerified_thenRefusedNamingTheFile() throws IOException {
    snapshot.seal(CLUSTER, POSITION, APPLIED);

    for (Path file : snapshot.files()) {
      byte[] whole = Files.readAllBytes(file);
      for (int bit = 0; bit < whole.length * 8; bit++) {
        byte[] damaged = whole.clone();
        damaged[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, damaged);

        assertThatThrownBy(snapshot::verify)
            .isInstanceOf(SnapshotDamagedException.class)
            .hasMessageContaining(file.toString());
      }
      Files.write(file, whole);
    }
  }

  @Test
  void givenManifestCutShort_whenRead_thenRefused() throws IOException {
    snapshot.seal(CLUSTER, POSITION, APPLIED);
    Path file = snapshot.path().resolve("manifest");
    byte[] whole = Files.readAllBytes(file);

    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThatThrownBy(snapshot::manifest).isInstanceOf(SnapshotDamagedException.class);
    }
  }

  @Test
  void givenMissingOrExtraFile_whenVerified_thenRefusedNamingTheFile() throws IOException {
    snapshot.seal(CLUSTER, POSITION, APPLIED);
    Path extra = Files.writeString(snapshot.state().resolve("extra"), "?");
    assertThatThrownBy(snapshot::verify)
        .isInstanceOf(SnapshotDamagedException.class)
        .hasMessageContaining(extra + " is not in the manifest");
    Files.delete(extra);

    Path missing = snapshot.state().resolve("empty");
    Files.delete(missing);

    assertThatThrownBy(snapshot::verify)
        .isInstanceOf(SnapshotDamagedException.class)
        .hasMessageContaining(missing + " is missing");
  }

  @Test
  void givenSideFilesOfATransfer_whenVerified_thenTheyAreRemoved() throws IOException {
    snapshot.seal(CLUSTER, POSITION, APPLIED);
    Path side = Files.writeString(snapshot.state().resolve("a.md5"), "0 *a");

    snapshot.verify();

    assertThat(side).doesNotExist();
  }

  @Test
  void givenNameThatLeavesTheSnapshot_whenParsed_thenRefused() {
    byte[] manifest =
        new SnapshotManifest(
                CLUSTER, POSITION, APPLIED, List.of(new FileDigest("state/x", 1, "0".repeat(64))))
            .toBytes();
    String escaping = new String(manifest, StandardCharsets.UTF_8).replace("state/x", "../../x");

    assertThatThrownBy(
            () ->
                SnapshotManifest.parse(
                    escaping.getBytes(StandardCharsets.UTF_8), Path.of("manifest")))
        .isInstanceOf(SnapshotDamagedException.class);
    assertThatThrownBy(() -> new FileDigest("../x", 1, "0".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FileDigest("/x", 1, "0".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FileDigest("a/../x", 1, "0".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FileDigest("x\ny", 1, "0".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenSnapshot_whenDeleted_thenNothingIsLeftAndAgainIsHarmless() throws IOException {
    snapshot.delete();
    snapshot.delete();

    assertThat(parent).isEmptyDirectory();
  }
}
