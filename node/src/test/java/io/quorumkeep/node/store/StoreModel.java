// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.store.KeyValueStore.Batch;
import io.quorumkeep.node.store.KeyValueStore.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that cannot be wrong, and a source of random operations for it and a real one. */
final class StoreModel {
  private static final List<Table> TABLES = List.of(Table.KEYS, Table.REQUESTS, Table.AUDIT);
  private static final int MOST_CHANGES = 12;

  private final Random random;
  private final String seed;
  private final Path directory;
  private final List<Path> checkpoints = new ArrayList<>();
  private final List<Map<Table, NavigableMap<byte[], byte[]>>> checkpointed = new ArrayList<>();
  private Map<Table, NavigableMap<byte[], byte[]>> rows = empty();

  StoreModel(long seed, Path directory) {
    this.random = new Random(seed);
    this.seed = "seed " + seed;
    this.directory = directory;
  }

  /** Does something to both, and returns the store, which may have been closed and opened. */
  KeyValueStore step(KeyValueStore store, Supplier<KeyValueStore> open) {
    int die = random.nextInt(100);
    if (die < 80) {
      changeSome(store);
    } else if (die < 94) {
      lookUp(store);
    } else if (die < 96) {
      Path path = directory.resolve("model-" + checkpoints.size());
      store.checkpoint(path);
      checkpoints.add(path);
      checkpointed.add(copy(rows));
    } else if (die < 98 && !checkpoints.isEmpty()) {
      int chosen = random.nextInt(checkpoints.size());
      store.restore(checkpoints.get(chosen));
      rows = copy(checkpointed.get(chosen));
    } else if (die == 99) {
      store.close();
      return open.get();
    }
    return store;
  }

  private void changeSome(KeyValueStore store) {
    Map<Table, NavigableMap<byte[], byte[]>> after = copy(rows);
    try (Batch batch = store.begin()) {
      for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
        Table table = TABLES.get(random.nextInt(TABLES.size()));
        byte[] key = key();
        if (random.nextInt(3) == 0) {
          batch.delete(table, key);
          of(after, table).remove(key);
        } else {
          byte[] value = new byte[random.nextInt(40)];
          random.nextBytes(value);
          batch.put(table, key, value);
          of(after, table).put(key, value.clone());
        }
      }
      if (random.nextInt(10) > 0) {
        batch.commit();
        rows = after;
      }
    }
  }

  private void lookUp(KeyValueStore store) {
    byte[] key = key();
    for (Table table : TABLES) {
      assertThat(store.get(table, key)).as(seed).isEqualTo(of(rows, table).get(key));
      Row floor = store.floor(table, key);
      Map.Entry<byte[], byte[]> expected = of(rows, table).floorEntry(key);
      assertThat(floor == null ? null : show(floor.key(), floor.value()))
          .as(seed)
          .isEqualTo(expected == null ? null : show(expected.getKey(), expected.getValue()));
    }
  }

  void assertAgrees(KeyValueStore store) {
    for (Table table : Table.values()) {
      byte[] from = random.nextBoolean() ? new byte[0] : key();
      List<String> seen = new ArrayList<>();
      store.scan(table, from, (key, value) -> seen.add(show(key, value)));
      List<String> expected = new ArrayList<>();
      of(rows, table).tailMap(from, true).forEach((k, v) -> expected.add(show(k, v)));
      assertThat(seen).as("%s, %s", seed, table).isEqualTo(expected);
      seen.clear();
      expected.clear();
      store.scanBack(table, from, (key, value) -> seen.add(show(key, value)));
      NavigableMap<byte[], byte[]> all = of(rows, table);
      (from.length == 0 ? all : all.headMap(from, true))
          .descendingMap()
          .forEach((k, v) -> expected.add(show(k, v)));
      assertThat(seen).as("%s, %s, back", seed, table).isEqualTo(expected);
    }
  }

  /** Few enough that most are met again, of lengths 1 to 3, with high and low bytes. */
  private byte[] key() {
    byte[] key = new byte[1 + random.nextInt(3)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(8) * 0x25);
    }
    return key;
  }

  private static String show(byte[] key, byte @Nullable [] value) {
    HexFormat hex = HexFormat.of();
    return hex.formatHex(key) + "=" + (value == null ? "" : hex.formatHex(value));
  }

  private static NavigableMap<byte[], byte[]> of(
      Map<Table, NavigableMap<byte[], byte[]>> rows, Table table) {
    return rows.computeIfAbsent(table, any -> new TreeMap<>(Arrays::compareUnsigned));
  }

  private static Map<Table, NavigableMap<byte[], byte[]>> empty() {
    return new EnumMap<>(Table.class);
  }

  private static Map<Table, NavigableMap<byte[], byte[]>> copy(
      Map<Table, NavigableMap<byte[], byte[]>> rows) {
    Map<Table, NavigableMap<byte[], byte[]>> copy = empty();
    rows.forEach((table, all) -> of(copy, table).putAll(all));
    return copy;
  }
}
