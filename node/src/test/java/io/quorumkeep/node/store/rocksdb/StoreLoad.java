// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.KeyValueStore.Batch;
import io.quorumkeep.node.store.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeMap;

/**
 * A process that writes numbered batches over several tables and dies without a word, for {@link
 * RocksCrashTest}. What is in each batch follows from its number, so the survivor can be judged.
 */
final class StoreLoad {
  private static final int ACCOUNTS = 50;
  private static final int KEPT_RECORDS = 40;
  private static final int RECORD_BYTES = 2_000;
  private static final byte[] COUNTER = "counter".getBytes(US_ASCII);

  private StoreLoad() {}

  /**
   * Writes batches until the given one and halts; or restores two checkpoints in turn and halts
   * after the given milliseconds, whatever is going on.
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[1]);
    KeyValueStore store =
        RocksKeyValueStore.open(root.resolve("store"), RocksKeyValueStoreTest.SMALL);
    if (args[0].equals("write")) {
      int last = Integer.parseInt(args[2]);
      int checkpointAt = Integer.parseInt(args[3]);
      for (int n = 1; n <= last; n++) {
        write(store, n);
        if (n == checkpointAt) {
          store.checkpoint(root.resolve("checkpoint"));
        }
      }
    } else {
      haltAfter(Long.parseLong(args[2]));
      Files.createFile(root.resolve("restoring"));
      for (int i = 0; i < Integer.MAX_VALUE; i++) {
        store.restore(root.resolve("checkpoint-" + i % 2));
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static void haltAfter(long millis) {
    TimerTask halt =
        new TimerTask() {
          @Override
          public void run() {
            Runtime.getRuntime().halt(0);
          }
        };
    new Timer(true).schedule(halt, millis);
  }

  /** Commits batch {@code n}, which touches five tables and deletes from two. */
  static void write(KeyValueStore store, int n) {
    try (Batch batch = store.begin()) {
      batch.put(Table.CLUSTER, COUNTER, number(n));
      batch.put(Table.USAGE, number(n % ACCOUNTS), number(n));
      batch.put(Table.AUDIT, number(n), record(n));
      batch.put(Table.REQUESTS, number(n), number(n));
      batch.put(Table.REQUEST_EXPIRY, number(n), number(n));
      if (n > KEPT_RECORDS) {
        batch.delete(Table.AUDIT, number(n - KEPT_RECORDS));
        batch.delete(Table.REQUESTS, number(n - KEPT_RECORDS));
      }
      batch.commit();
    }
  }

  /** The number of the last batch in {@code store}. */
  static int lastIn(KeyValueStore store) {
    byte[] counter = store.get(Table.CLUSTER, COUNTER);
    return counter == null ? 0 : ByteBuffer.wrap(counter).getInt();
  }

  /** What {@code table} holds after batch {@code last}, as text. */
  static Map<String, String> expected(Table table, int last) {
    NavigableMap<String, String> rows = new TreeMap<>();
    int firstKept = Math.max(1, last - KEPT_RECORDS + 1);
    switch (table) {
      case CLUSTER -> {
        if (last > 0) {
          rows.put(show(COUNTER), show(number(last)));
        }
      }
      case USAGE -> {
        for (int n = 1; n <= last; n++) {
          rows.put(show(number(n % ACCOUNTS)), show(number(n)));
        }
      }
      case AUDIT -> {
        for (int n = firstKept; n <= last; n++) {
          rows.put(show(number(n)), show(record(n)));
        }
      }
      case REQUESTS -> {
        for (int n = firstKept; n <= last; n++) {
          rows.put(show(number(n)), show(number(n)));
        }
      }
      case REQUEST_EXPIRY -> {
        for (int n = 1; n <= last; n++) {
          rows.put(show(number(n)), show(number(n)));
        }
      }
      default -> {}
    }
    return rows;
  }

  static Map<String, String> actual(KeyValueStore store, Table table) {
    NavigableMap<String, String> rows = new TreeMap<>();
    store.scan(
        table,
        new byte[0],
        (key, value) -> {
          rows.put(show(key), show(value));
          return true;
        });
    return rows;
  }

  private static byte[] number(int n) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(n).array();
  }

  private static byte[] record(int n) {
    byte[] record = new byte[RECORD_BYTES];
    new Random(n).nextBytes(record);
    return record;
  }

  private static String show(byte[] bytes) {
    return bytes.length <= COUNTER.length
        ? Arrays.toString(bytes)
        : bytes.length + " bytes with hash " + Arrays.hashCode(bytes);
  }
}
