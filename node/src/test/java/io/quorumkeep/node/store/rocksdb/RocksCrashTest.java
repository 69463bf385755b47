// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills processes and looks at what they left. */
class RocksCrashTest {
  private static final long LONGEST_RUN_SECONDS = 60;

  @TempDir private Path root;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13})
  void givenProcessHaltedUnderLoad_whenOpenedAgain_thenTheStateIsThatAfterSomeBatch(long seed)
      throws Exception {
    Random random = new Random(seed);
    int written = 600 + random.nextInt(900);
    int checkpointed = 1 + random.nextInt(500);

    run("write", String.valueOf(written), String.valueOf(checkpointed));

    try (KeyValueStore store = open()) {
      int last = StoreLoad.lastIn(store);
      assertThat(last).as("seed %d", seed).isBetween(checkpointed, written);
      assertStateAfter(last, store);
      store.verify();
      store.restore(root.resolve("checkpoint"));
      assertStateAfter(checkpointed, store);
    }
  }

  @ParameterizedTest(name = "halted after {0} ms")
  @ValueSource(longs = {7, 23, 61, 104, 230})
  void givenProcessHaltedWhileRestoring_whenOpenedAgain_thenOneCheckpointOrTheOther(long millis)
      throws Exception {
    try (KeyValueStore store = open()) {
      StoreLoad.write(store, 1);
      store.checkpoint(root.resolve("checkpoint-0"));
      for (int n = 2; n <= 200; n++) {
        StoreLoad.write(store, n);
      }
      store.checkpoint(root.resolve("checkpoint-1"));
    }

    run("restore", String.valueOf(millis));

    assertThat(root.resolve("restoring")).exists();
    try (KeyValueStore store = open()) {
      int last = StoreLoad.lastIn(store);
      assertThat(last).isIn(1, 200);
      assertStateAfter(last, store);
      assertThat(databases()).hasSize(1);
      StoreLoad.write(store, last + 1);
      assertStateAfter(last + 1, store);
    }
  }

  @Test
  void givenCrashBeforeTheSwitch_whenOpenedAgain_thenTheOldRowsAndNoLeftovers() throws Exception {
    try (KeyValueStore store = open()) {
      StoreLoad.write(store, 1);
    }
    Path half = Files.createDirectory(root.resolve("store/db-000002"));
    Files.writeString(half.resolve("CURRENT"), "MANIFEST-0000");
    Files.writeString(root.resolve("store/LIVE.tmp"), "quorumk");

    try (KeyValueStore store = open()) {
      assertStateAfter(1, store);
      assertThat(databases()).containsExactly("db-000001");
      store.checkpoint(root.resolve("checkpoint"));
      store.restore(root.resolve("checkpoint"));
      assertThat(databases()).containsExactly("db-000002");
    }
  }

  @Test
  void givenCrashWhileTheFirstDatabaseWasMade_whenOpenedAgain_thenItIsMadeAnew() throws Exception {
    Path first = Files.createDirectories(root.resolve("store/db-000001"));
    Files.writeString(first.resolve("MANIFEST-000001"), "half");
    Files.writeString(root.resolve("store/LIVE"), LivePointer.first().encode());

    try (KeyValueStore store = open()) {
      StoreLoad.write(store, 1);
      assertStateAfter(1, store);
    }
    try (KeyValueStore store = open()) {
      assertStateAfter(1, store);
    }
  }

  private KeyValueStore open() {
    return RocksKeyValueStore.open(root.resolve("store"), RocksKeyValueStoreTest.SMALL);
  }

  private static void assertStateAfter(int last, KeyValueStore store) {
    for (Table table : Table.values()) {
      assertThat(StoreLoad.actual(store, table))
          .as("%s after batch %d", table, last)
          .isEqualTo(StoreLoad.expected(table, last));
    }
  }

  private List<String> databases() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("store"))) {
      return files.map(f -> f.getFileName().toString()).filter(f -> f.startsWith("db-")).toList();
    }
  }

  /** Runs {@link StoreLoad} in a JVM of its own until it halts. */
  private void run(String mode, String... arguments) throws Exception {
    Path output = root.resolve("output.txt");
    Stream<String> command =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            StoreLoad.class.getName(),
            mode,
            root.toString());
    Process process =
        new ProcessBuilder(Stream.concat(command, Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the load did not end in " + LONGEST_RUN_SECONDS + " s");
    }
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
  }
}
