// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.codec.RowCodec;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.find.KeyFilter;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeySchedule;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import io.quorumkeep.node.store.KeyValueStore.Batch;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.Rows;
import io.quorumkeep.node.store.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySearchTest {
  private static final int KEYS = 12_500;
  private static final int EVERY = 4_000;

  private static final InMemoryKeyValueStore STORE = new InMemoryKeyValueStore();
  private static final List<String> ALL = new ArrayList<>();

  @BeforeAll
  static void fill() {
    try (Batch batch = STORE.begin()) {
      for (int i = 0; i < KEYS; i++) {
        String id = String.format("k%05d", i);
        ALL.add(id);
        put(batch, "many", id, i % EVERY == 0 ? "yes" : "no");
      }
      put(batch, "lots", "zzz", "yes");
      put(batch, "many-more", "a", "yes");
      batch.commit();
    }
  }

  private static void put(Batch batch, String namespace, String id, String rare) {
    Key key =
        new Key(
            new KeyName(namespace, id),
            KeyAlgorithm.AES_256,
            KeyUsages.DATA_ENCRYPTION,
            KeyState.ACTIVE,
            1,
            Instant.EPOCH,
            "spiffe://example.org/admin",
            KeyAttributes.of(UsagePeriods.WITHOUT_END, List.of(new Label("rare", rare))),
            KeySchedule.NOTHING,
            null,
            1);
    batch.put(Table.KEYS, RowKeys.key(key.name()), RowCodec.encodeKey(key));
  }

  /** Turns pages until the last. */
  private static List<String> walk(String filter, boolean descending, int limit, Counted rows) {
    List<String> found = new ArrayList<>();
    String after = "";
    while (true) {
      int before = rows.visited;
      KeySearch search = new KeySearch("many", KeyFilter.parse(filter, "many"), descending, after);
      KeySearch.Found page = search.in(rows, limit);
      assertThat(rows.visited - before).isLessThanOrEqualTo(KeySearch.MAX_ROWS + 1);
      page.keys().forEach(key -> found.add(key.name().key()));
      if (page.keys().size() == limit) {
        after = page.keys().get(limit - 1).name().key();
      } else if (page.resumeAfter().isEmpty()) {
        return found;
      } else {
        after = page.resumeAfter();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givenFewOfManyMatch_whenWalked_thenEachOnceAndNoPageLooksAtTooMany(boolean descending) {
    List<String> expected = new ArrayList<>(List.of("k00000", "k04000", "k08000", "k12000"));
    if (descending) {
      Collections.reverse(expected);
    }
    Counted rows = new Counted(STORE);

    assertThat(walk("labels.rare = yes", descending, 10, rows)).isEqualTo(expected);
    assertThat(walk("labels.rare = yes", descending, 1, rows)).isEqualTo(expected);
    assertThat(walk("labels.none:*", descending, 10, rows)).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorumkeep.node.Seeds#all")
  void givenAnyLimitAndPrefix_whenWalked_thenTheSameAsAllOfThemFiltered(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 10; i++) {
      boolean descending = random.nextBoolean();
      String prefix = String.format("k%05d", random.nextInt(KEYS)).substring(0, 2 + i % 5);
      List<String> expected =
          new ArrayList<>(ALL.stream().filter(id -> id.startsWith(prefix)).toList());
      if (descending) {
        Collections.reverse(expected);
      }
      int limit = 1 + random.nextInt(3_000) + expected.size() / 20;

      assertThat(walk("name = \"" + prefix + "*\"", descending, limit, new Counted(STORE)))
          .as("prefix %s, limit %s", prefix, limit)
          .isEqualTo(expected);
    }
  }

  @Test
  void givenPrefix_whenWalked_thenItBoundsTheRowsLookedAt() {
    Counted rows = new Counted(STORE);

    assertThat(walk("name = \"k0012*\"", false, 100, rows)).hasSize(10);
    assertThat(walk("name = \"k0012*\"", true, 100, rows)).hasSize(10);
    assertThat(walk("name = k00123", true, 100, rows)).containsExactly("k00123");
    assertThat(rows.visited).isLessThan(30);
  }

  /** Counts the rows that a search looks at. */
  private static final class Counted implements Rows {
    private final Rows rows;
    private int visited;

    Counted(Rows rows) {
      this.rows = rows;
    }

    @Override
    public byte[] get(Table table, byte[] key) {
      throw new AssertionError("a search walks");
    }

    @Override
    public void scan(Table table, byte[] from, Visitor visitor) {
      rows.scan(table, from, counted(visitor));
    }

    @Override
    public void scanBack(Table table, byte[] from, Visitor visitor) {
      rows.scanBack(table, from, counted(visitor));
    }

    private Visitor counted(Visitor visitor) {
      return (key, value) -> {
        visited++;
        return visitor.visit(key, value);
      };
    }
  }
}
