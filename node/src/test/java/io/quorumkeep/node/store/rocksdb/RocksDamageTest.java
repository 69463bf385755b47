// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.StoreException;
import io.quorumkeep.node.store.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;

/** Damages files and expects to be told which. */
class RocksDamageTest {
  private static final int BATCHES = 399;

  @TempDir private Path root;

  @Test
  void givenBitFlippedAnywhereInATableFile_whenOpenedAndVerified_thenTheFileIsNamed()
      throws Exception {
    fill();
    Random random = new Random(21);
    for (Path file : filesEnding(".sst")) {
      byte[] intact = Files.readAllBytes(file);
      for (int i = 0; i < 6; i++) {
        int bit = random.nextInt(intact.length * Byte.SIZE);
        flip(file, bit);

        assertThatThrownBy(this::openAndVerify)
            .as("bit %d of %s", bit, file.getFileName())
            .isInstanceOf(StoreException.class)
            .hasMessageContaining(file.getFileName().toString());
        Files.write(file, intact);
      }
    }
    assertThatCode(this::openAndVerify).doesNotThrowAnyException();
  }

  @Test
  void givenBitFlippedInADataBlock_whenTheRowIsRead_thenTheFileIsNamedAndNoWrongValueComesBack()
      throws Exception {
    fill();
    Path largest =
        filesEnding(".sst").stream()
            .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
            .orElseThrow();
    flip(largest, 8 * 1000);
    try (KeyValueStore store = open()) {
      assertThatThrownBy(() -> store.scan(Table.AUDIT, new byte[0], (key, value) -> true))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("AUDIT")
          .hasMessageContaining(largest.getFileName().toString());
    }
  }

  @Test
  void givenBitFlippedInADataBlock_whenManyRowsAreRead_thenNoneIsTakenForAbsent() throws Exception {
    List<byte[]> keys = new ArrayList<>();
    Random random = new Random(23);
    try (KeyValueStore store = open();
        KeyValueStore.Batch batch = store.begin()) {
      for (int i = 0; i < 1_000; i++) {
        byte[] key = {(byte) (i >> 8), (byte) i};
        byte[] value = new byte[100];
        random.nextBytes(value);
        keys.add(key);
        batch.put(Table.VERSIONS, key, value);
      }
      batch.commit();
    }
    Path largest =
        filesEnding(".sst").stream()
            .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
            .orElseThrow();
    flip(largest, 8 * 1000);

    try (KeyValueStore store = open()) {
      assertThatThrownBy(() -> store.getAll(Table.VERSIONS, keys))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("VERSIONS")
          .hasMessageContaining(largest.getFileName().toString());
    }
  }

  @Test
  void givenTableFileCutOrMissing_whenOpened_thenTheFileIsNamed() throws Exception {
    fill();
    Path file = filesEnding(".sst").get(0);

    truncate(file, Files.size(file) / 2);
    assertThatThrownBy(this::openAndVerify)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.getFileName().toString());

    Files.delete(file);
    assertThatThrownBy(this::openAndVerify)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.getFileName().toString());
  }

  @Test
  void givenTwoTableFilesSwapped_whenOpened_thenRefused() throws Exception {
    fill();
    List<Path> files = filesEnding(".sst");
    Path spare = root.resolve("spare");
    Files.move(files.get(0), spare);
    Files.move(files.get(1), files.get(0));
    Files.move(spare, files.get(1));

    assertThatThrownBy(this::openAndVerify)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(".sst");
  }

  @Test
  void givenManifestFlippedOrCutAnywhere_whenOpened_thenRefusedOrNothingIsLost() throws Exception {
    fill();
    Path manifest = manifest();
    byte[] intact = Files.readAllBytes(manifest);
    Random random = new Random(22);
    List<String> silent = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      Path copy = copyOfStore(i);
      Path damaged = copy.resolve("db-000001").resolve(manifest.getFileName());
      int at = random.nextInt(intact.length);
      if (i % 2 == 0) {
        flip(damaged, at * 8 + random.nextInt(8));
      } else {
        truncate(damaged, at);
      }
      try (KeyValueStore store = RocksKeyValueStore.open(copy, RocksKeyValueStoreTest.SMALL)) {
        if (StoreLoad.lastIn(store) != BATCHES
            || StoreLoad.actual(store, Table.AUDIT).size() != 40) {
          silent.add("change " + i + " at " + at + " of " + intact.length);
        }
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining(copy.toString());
      }
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void givenLiveDamagedOrMissing_whenOpened_thenItIsNamed() throws Exception {
    fill();
    Path live = root.resolve("store/LIVE");
    String intact = Files.readString(live);
    for (int bit = 0; bit < intact.length() * 8; bit++) {
      flip(live, bit);
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("LIVE is damaged");
      Files.writeString(live, intact);
    }
    Files.delete(live);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("LIVE is missing");
  }

  @Test
  void givenFamilyOfAnotherVersion_whenOpened_thenItIsNamed() throws Exception {
    fill();
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY));
    for (Table table : Table.values()) {
      families.add(new ColumnFamilyDescriptor(Families.nameOf(table).getBytes(UTF_8)));
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (DBOptions options = new DBOptions();
        RocksDB db =
            RocksDB.open(options, root.resolve("store/db-000001").toString(), families, handles)) {
      db.createColumnFamily(new ColumnFamilyDescriptor("77-future".getBytes(UTF_8))).close();
      db.dropColumnFamily(handles.get(1));
      handles.forEach(ColumnFamilyHandle::close);
    }

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("unknown here [77-future]")
        .hasMessageContaining("missing there [01-cluster]");
  }

  @Test
  void givenCheckpointWithADamagedManifest_whenRestored_thenTheOldRowsRemainOnDisk()
      throws Exception {
    try (KeyValueStore store = open()) {
      StoreLoad.write(store, 1);
      store.checkpoint(root.resolve("checkpoint"));
      StoreLoad.write(store, 2);
      try (Stream<Path> files = Files.list(root.resolve("checkpoint"))) {
        flip(files.filter(f -> f.toString().contains("MANIFEST")).findFirst().orElseThrow(), 100);
      }

      assertThatThrownBy(() -> store.restore(root.resolve("checkpoint")))
          .isInstanceOf(StoreException.class);
    }
    try (KeyValueStore store = open()) {
      assertThat(StoreLoad.lastIn(store)).isBetween(1, 2);
    }
  }

  @Test
  void givenFlushThatCannotBeWritten_whenItFails_thenEveryLaterCallFails() throws Exception {
    KeyValueStore store = open();
    StoreLoad.write(store, 1);
    // Stands for a disk that takes no more: no file can be made where the directory was.
    Path database = root.resolve("store/db-000001");
    Files.move(database, root.resolve("moved-away"));
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                try {
                  for (int n = 2; n < 200; n++) {
                    StoreLoad.write(store, n);
                  }
                  return false;
                } catch (StoreException e) {
                  return true;
                }
              });

      assertThatThrownBy(() -> store.get(Table.CLUSTER, new byte[1]))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("failed before")
          .hasMessageContaining(database.toString());
      assertThatThrownBy(store::begin).isInstanceOf(StoreException.class);
      assertThatThrownBy(store::view).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> store.checkpoint(root.resolve("checkpoint")))
          .isInstanceOf(StoreException.class);
    } finally {
      Files.move(root.resolve("moved-away"), database);
      store.close();
    }
  }

  private KeyValueStore open() {
    return RocksKeyValueStore.open(root.resolve("store"), RocksKeyValueStoreTest.SMALL);
  }

  private void openAndVerify() {
    try (KeyValueStore store = open()) {
      store.verify();
    }
  }

  /** Three files for each table, which is too few for a compaction to replace them. */
  private void fill() {
    RocksTuning large = new RocksTuning(1 << 20, 16 << 20);
    try (KeyValueStore store = RocksKeyValueStore.open(root.resolve("store"), large)) {
      for (int n = 1; n <= BATCHES; n++) {
        StoreLoad.write(store, n);
        if (n % (BATCHES / 3) == 0) {
          store.checkpoint(root.resolve("filled-" + n));
        }
      }
    }
  }

  private List<Path> filesEnding(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("store/db-000001"))) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private Path manifest() throws IOException {
    String current = Files.readString(root.resolve("store/db-000001/CURRENT")).strip();
    return root.resolve("store/db-000001").resolve(current);
  }

  private Path copyOfStore(int number) throws IOException {
    Path copy = root.resolve("copy-" + number);
    Path store = root.resolve("store");
    try (Stream<Path> paths = Files.walk(store)) {
      for (Path path : paths.toList()) {
        Files.copy(path, copy.resolve(store.relativize(path)));
      }
    }
    return copy;
  }

  private static void flip(Path file, int bit) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, bit / 8);
      one.put(0, (byte) (one.get(0) ^ (1 << (bit % 8)))).flip();
      channel.write(one, bit / 8);
    }
  }

  private static void truncate(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }
}
