// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the store itself, which always says what is so. */
final class CachedRowsTest {
  private static final long SMALL = 64 << 10;
  private static final int STEPS = 50_000;
  private static final int ROWS = 3_000;
  private static final int LARGEST_VALUE = 400;
  private static final int HUGE_VALUE = 20_000;

  private static final Table[] TABLES = {Table.KEYS, Table.VERSIONS, Table.USAGE, Table.GRANTS};

  private final KeyValueStore store = new InMemoryKeyValueStore();
  private final Counted counted = new Counted(store);

  /** Counts the reads that reach the store. */
  private static final class Counted implements Rows {
    private final Rows rows;
    private int reads;

    Counted(Rows rows) {
      this.rows = rows;
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
      reads++;
      return rows.get(table, key);
    }

    @Override
    public void scan(Table table, byte[] from, Visitor visitor) {
      rows.scan(table, from, visitor);
    }

    @Override
    public void scanBack(Table table, byte[] from, Visitor visitor) {
      rows.scanBack(table, from, visitor);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorumkeep.node.Seeds#all")
  void givenRandomReadsAndWrites_whenMoreThanFits_thenNoRowIsOutOfDate(long seed) {
    Random random = new Random(seed);
    CachedRows rows = new CachedRows(counted, SMALL);
    int reads = 0;
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(3) == 0) {
        write(rows, random);
      } else {
        Table table = TABLES[random.nextInt(TABLES.length)];
        byte[] key = someKey(random);
        assertThat(rows.get(table, key))
            .as("seed %d, step %d", seed, step)
            .isEqualTo(store.get(table, key));
        reads++;
      }
      if (random.nextInt(STEPS / 4) == 0) {
        rows.clear();
      }
    }

    assertThat(counted.reads).as("seed %d: some rows were found", seed).isLessThan(reads * 9 / 10);
  }

  /** Rows that are asked for often are many times asked for among others. */
  private static byte[] someKey(Random random) {
    int among = random.nextBoolean() ? ROWS / 30 : ROWS;
    return ("bench\0key-" + random.nextInt(among)).getBytes(UTF_8);
  }

  private void write(CachedRows rows, Random random) {
    try (KeyValueStore.Batch batch = rows.keepingUp(store.begin())) {
      for (int i = random.nextInt(4); i >= 0; i--) {
        Table table = TABLES[random.nextInt(TABLES.length)];
        if (random.nextInt(10) == 0) {
          batch.delete(table, someKey(random));
        } else {
          batch.put(table, someKey(random), someValue(random));
        }
      }
      if (random.nextInt(20) > 0) {
        batch.commit();
      }
    }
  }

  private static byte[] someValue(Random random) {
    byte[] value = new byte[random.nextInt(random.nextInt(200) == 0 ? HUGE_VALUE : LARGEST_VALUE)];
    random.nextBytes(value);
    return value;
  }

  @Test
  void givenRoom_whenRowsAreReadAgain_thenTheStoreIsNotAsked() {
    CachedRows rows = new CachedRows(counted, 4 << 20);
    put(Table.KEYS, 5_000);
    readAll(rows, 5_000);
    int before = counted.reads;

    readAll(rows, 5_000);

    // An index of sets forgets a few before it grows.
    assertThat(counted.reads - before).isLessThan(50);
  }

  @Test
  void givenRowsThatAreAskedForAgainAndAgain_whenOthersPassThrough_thenTheyStay() {
    CachedRows rows = new CachedRows(counted, SMALL);
    put(Table.KEYS, 20_000);
    int again = 0;
    for (int i = 100; i < 20_000; i++) {
      rows.get(Table.KEYS, key(i));
      int before = counted.reads;
      rows.get(Table.KEYS, key(i % 100));
      again += counted.reads - before;
    }

    assertThat(again).isLessThan(400);
  }

  @Test
  void givenARowThatIsNotKept_whenWritten_thenItIsStillNotKept() {
    CachedRows rows = new CachedRows(counted, SMALL);
    try (KeyValueStore.Batch batch = rows.keepingUp(store.begin())) {
      batch.put(Table.KEYS, key(1), new byte[] {1});
      batch.commit();
    }

    assertThat(rows.get(Table.KEYS, key(1))).containsExactly(1);
    assertThat(counted.reads).isEqualTo(1);
  }

  @Test
  void givenABatchThatIsDropped_whenRead_thenNothingChanged() {
    CachedRows rows = new CachedRows(counted, SMALL);
    put(Table.KEYS, 1);
    readAll(rows, 1);
    try (KeyValueStore.Batch batch = rows.keepingUp(store.begin())) {
      batch.delete(Table.KEYS, key(0));
      assertThat(rows.get(Table.KEYS, key(0))).isNotNull();
    }

    assertThat(rows.get(Table.KEYS, key(0))).isNotNull();
  }

  @Test
  void givenTooLittleMemory_whenMade_thenRefused() {
    assertThatThrownBy(() -> new CachedRows(store, SMALL - 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void put(Table table, int count) {
    try (KeyValueStore.Batch batch = store.begin()) {
      for (int i = 0; i < count; i++) {
        batch.put(table, key(i), value(i));
      }
      batch.commit();
    }
  }

  private static void readAll(CachedRows rows, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(rows.get(Table.KEYS, key(i))).isEqualTo(value(i));
    }
  }

  /** As long as a row of a key. */
  private static byte[] value(int number) {
    return ("value " + number + " ".repeat(80)).getBytes(UTF_8);
  }

  private static byte[] key(int number) {
    return ("bench\0key-" + number).getBytes(UTF_8);
  }
}
