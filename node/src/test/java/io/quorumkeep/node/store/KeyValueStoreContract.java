// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.store.KeyValueStore.Batch;
import io.quorumkeep.node.store.KeyValueStore.Row;
import io.quorumkeep.node.store.KeyValueStore.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link KeyValueStore} does. A subclass says how to open one. */
public abstract class KeyValueStoreContract {
  private static final byte[] FIRST = {};

  private KeyValueStore store;

  /** Opens the store of this test, which is the same at each call. */
  protected abstract KeyValueStore open();

  /** Where checkpoints of this test may be made. */
  protected abstract Path checkpoints();

  @BeforeEach
  void openTheStore() {
    store = open();
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  @Test
  void givenNothingWritten_whenRead_thenNothingIsThere() {
    assertThat(store.get(Table.KEYS, bytes("a"))).isNull();
    assertThat(store.floor(Table.KEYS, bytes("a"))).isNull();
    assertThat(rows(Table.KEYS, FIRST)).isEmpty();
  }

  @Test
  void givenRowCommitted_whenReadFromItsTable_thenItIsThereAndInNoOther() {
    put(Table.KEYS, "a", "1");

    assertThat(text(store.get(Table.KEYS, bytes("a")))).isEqualTo("1");
    for (Table table : Table.values()) {
      if (table != Table.KEYS) {
        assertThat(store.get(table, bytes("a"))).isNull();
      }
    }
  }

  @Test
  void givenSomeOfTheRows_whenManyAreRead_thenEachIsInItsPlaceAndTheOthersAreNull() {
    put(Table.VERSIONS, "a", "1");
    put(Table.VERSIONS, "c", "");
    put(Table.KEYS, "b", "2");

    List<byte @Nullable []> values =
        store.getAll(
            Table.VERSIONS, List.of(bytes("c"), bytes("b"), bytes("a"), bytes("c"), bytes("d")));

    assertThat(values).hasSize(5);
    assertThat(values.get(0)).isEmpty();
    assertThat(values.get(1)).isNull();
    assertThat(text(values.get(2))).isEqualTo("1");
    assertThat(values.get(3)).isEmpty();
    assertThat(values.get(4)).isNull();
    assertThat(store.getAll(Table.VERSIONS, List.of())).isEmpty();
  }

  @Test
  void givenEmptyValue_whenRead_thenItIsEmptyAndNotAbsent() {
    put(Table.REQUESTS, "a", "");

    assertThat(store.get(Table.REQUESTS, bytes("a"))).isEmpty();
  }

  @Test
  void givenTwoChangesOfOneKeyInABatch_whenCommitted_thenTheLastCounts() {
    put(Table.KEYS, "put", "before");
    try (Batch batch = store.begin()) {
      batch.put(Table.KEYS, bytes("deleted"), bytes("1"));
      batch.delete(Table.KEYS, bytes("deleted"));
      batch.delete(Table.KEYS, bytes("put"));
      batch.put(Table.KEYS, bytes("put"), bytes("2"));
      batch.commit();
    }

    assertThat(rows(Table.KEYS, FIRST)).containsExactly("put=2");
  }

  @Test
  void givenKeysAboveSevenBits_whenScanned_thenInUnsignedOrderAndPrefixesFirst() {
    for (String key :
        List.of("\u00ff", "\u0080\u0001", "\u007f", "\u0000", "\u0080", "\u0000\u0000")) {
      put(Table.USAGE, key, "v");
    }

    assertThat(rows(Table.USAGE, FIRST))
        .containsExactly(
            "\u0000=v", "\u0000\u0000=v", "\u007f=v", "\u0080=v", "\u0080\u0001=v", "\u00ff=v");
    assertThat(rows(Table.USAGE, bytes("\u0080"))).hasSize(3);
    assertThat(rows(Table.USAGE, bytes("\u0080\u0000"))).hasSize(2);
  }

  @Test
  void givenRows_whenFloorIsAsked_thenTheGreatestAtOrBefore() {
    put(Table.AUDIT, "b", "1");
    put(Table.AUDIT, "d", "2");

    assertThat(floor("a")).isNull();
    assertThat(floor("b")).isEqualTo("b=1");
    assertThat(floor("c")).isEqualTo("b=1");
    assertThat(floor("\u00ff")).isEqualTo("d=2");
  }

  @Test
  void givenRows_whenScannedBack_thenInReverseOrderFromTheGreatestAtOrBefore() {
    for (String key : List.of("b", "b\u0000", "d", "\u00ff")) {
      put(Table.KEY_HISTORY, key, "v");
    }

    assertThat(rowsBack(FIRST)).containsExactly("\u00ff=v", "d=v", "b\u0000=v", "b=v");
    assertThat(rowsBack(bytes("d"))).containsExactly("d=v", "b\u0000=v", "b=v");
    assertThat(rowsBack(bytes("c"))).containsExactly("b\u0000=v", "b=v");
    assertThat(rowsBack(bytes("b"))).containsExactly("b=v");
    assertThat(rowsBack(bytes("a"))).isEmpty();
    assertThat(rowsOf(visitor -> store.scanBack(Table.AUDIT, FIRST, visitor))).isEmpty();
  }

  @Test
  void givenVisitorThatWritesOrHasEnough_whenScannedBack_thenItSeesTheStartAndStops() {
    put(Table.KEY_HISTORY, "a", "1");
    put(Table.KEY_HISTORY, "c", "3");
    List<String> seen = new ArrayList<>();

    store.scanBack(
        Table.KEY_HISTORY,
        FIRST,
        (key, value) -> {
          seen.add(text(key));
          put(Table.KEY_HISTORY, "b", "2");
          delete(Table.KEY_HISTORY, "a");
          return seen.size() < 2;
        });

    assertThat(seen).containsExactly("c", "a");
    assertThat(rows(Table.KEY_HISTORY, FIRST)).containsExactly("b=2", "c=3");
  }

  private List<String> rowsBack(byte[] from) {
    return rowsOf(visitor -> store.scanBack(Table.KEY_HISTORY, from, visitor));
  }

  @Test
  void givenRows_whenVisitorHasEnough_thenScanStops() {
    put(Table.AUDIT, "a", "1");
    put(Table.AUDIT, "b", "2");
    List<String> seen = new ArrayList<>();

    store.scan(
        Table.AUDIT,
        FIRST,
        (key, value) -> {
          seen.add(text(key));
          return false;
        });

    assertThat(seen).containsExactly("a");
  }

  @Test
  void givenVisitorThatWrites_whenScanned_thenItSeesTheRowsOfTheStart() {
    put(Table.AUDIT, "a", "1");
    put(Table.AUDIT, "c", "3");
    List<String> seen = new ArrayList<>();

    store.scan(
        Table.AUDIT,
        FIRST,
        (key, value) -> {
          seen.add(text(key));
          put(Table.AUDIT, "b", "2");
          delete(Table.AUDIT, "c");
          return true;
        });

    assertThat(seen).containsExactly("a", "c");
    assertThat(rows(Table.AUDIT, FIRST)).containsExactly("a=1", "b=2");
  }

  @Test
  void givenView_whenRowsChange_thenItShowsThemAsTheyWere() {
    put(Table.KEYS, "a", "1");
    put(Table.GRANTS, "g", "1");
    try (View view = store.view()) {
      put(Table.KEYS, "a", "2");
      put(Table.KEYS, "b", "2");
      delete(Table.GRANTS, "g");

      assertThat(text(view.get(Table.KEYS, bytes("a")))).isEqualTo("1");
      assertThat(view.get(Table.KEYS, bytes("b"))).isNull();
      assertThat(text(view.get(Table.GRANTS, bytes("g")))).isEqualTo("1");
      assertThat(rowsOf(visitor -> view.scan(Table.KEYS, FIRST, visitor))).containsExactly("a=1");
      assertThat(rowsOf(visitor -> view.scanBack(Table.KEYS, FIRST, visitor)))
          .containsExactly("a=1");
    }
    assertThat(rows(Table.KEYS, FIRST)).containsExactly("a=2", "b=2");
  }

  @Test
  void givenViewClosedTwice_whenRead_thenRefused() {
    View view = store.view();
    view.close();
    view.close();

    assertThatThrownBy(() -> view.get(Table.KEYS, bytes("a")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void givenViewOfAStoreSinceRestored_whenReadAndClosed_thenRefusedAndHarmless() {
    put(Table.KEYS, "a", "1");
    store.checkpoint(checkpoint("one"));
    View view = store.view();
    store.restore(checkpoint("one"));

    assertThatThrownBy(() -> view.get(Table.KEYS, bytes("a")))
        .isInstanceOf(IllegalStateException.class);
    view.close();
    assertThat(rows(Table.KEYS, FIRST)).containsExactly("a=1");
  }

  @Test
  void givenBatchNotCommitted_whenClosed_thenNothingOfItAppears() {
    try (Batch batch = store.begin()) {
      batch.put(Table.KEYS, bytes("a"), bytes("1"));

      assertThat(store.get(Table.KEYS, bytes("a"))).isNull();
    }
    put(Table.KEYS, "b", "2");

    assertThat(rows(Table.KEYS, FIRST)).containsExactly("b=2");
  }

  @Test
  void givenOpenBatch_whenAnotherBeginsOrRestoreIsAsked_thenRefused() {
    put(Table.KEYS, "a", "1");
    store.checkpoint(checkpoint("one"));
    try (Batch batch = store.begin()) {
      batch.put(Table.KEYS, bytes("a"), bytes("2"));

      assertThatThrownBy(() -> store.begin()).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> store.restore(checkpoint("one")))
          .isInstanceOf(IllegalStateException.class);
      batch.commit();
    }
    assertThat(rows(Table.KEYS, FIRST)).containsExactly("a=2");
  }

  @Test
  void givenCommittedBatch_whenUsedAgain_thenRefused() {
    try (Batch batch = store.begin()) {
      batch.put(Table.KEYS, bytes("a"), bytes("1"));
      batch.commit();

      assertThatThrownBy(() -> batch.put(Table.KEYS, bytes("b"), bytes("2")))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(batch::commit).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void givenArraysOfAClosedBatchOrOfARead_whenChanged_thenTheRowIsNot() {
    byte[] key = bytes("a");
    byte[] value = bytes("1");
    try (Batch batch = store.begin()) {
      batch.put(Table.KEYS, key, value);
      batch.commit();
    }
    key[0] = 'x';
    value[0] = 'x';
    byte[] read = Objects.requireNonNull(store.get(Table.KEYS, bytes("a")));
    read[0] = 'y';

    assertThat(rows(Table.KEYS, FIRST)).containsExactly("a=1");
  }

  @Test
  void givenStoreClosed_whenOpenedAgain_thenEverythingIsThere() {
    put(Table.KEYS, "a", "1");
    put(Table.CLUSTER, "c", "2");
    store.close();
    store.close();
    assertThatThrownBy(() -> store.get(Table.KEYS, bytes("a")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.begin()).isInstanceOf(IllegalStateException.class);

    store = open();

    assertThat(rows(Table.KEYS, FIRST)).containsExactly("a=1");
    assertThat(rows(Table.CLUSTER, FIRST)).containsExactly("c=2");
  }

  @Test
  void givenCheckpoints_whenRestoredInTurn_thenEachGivesItsRowsAndStaysAsItIs() {
    put(Table.KEYS, "a", "1");
    store.checkpoint(checkpoint("one"));
    put(Table.KEYS, "a", "2");
    delete(Table.KEYS, "none");
    put(Table.AUDIT, "b", "2");
    store.checkpoint(checkpoint("two"));
    put(Table.KEYS, "c", "3");

    store.restore(checkpoint("one"));
    assertThat(rows(Table.KEYS, FIRST)).containsExactly("a=1");
    assertThat(rows(Table.AUDIT, FIRST)).isEmpty();
    put(Table.KEYS, "a", "changed after the restore");

    store.restore(checkpoint("two"));
    assertThat(rows(Table.KEYS, FIRST)).containsExactly("a=2");
    assertThat(rows(Table.AUDIT, FIRST)).containsExactly("b=2");

    store.restore(checkpoint("one"));
    put(Table.GRANTS, "g", "4");
    store.close();
    store = open();
    assertThat(rows(Table.KEYS, FIRST)).containsExactly("a=1");
    assertThat(rows(Table.GRANTS, FIRST)).containsExactly("g=4");
    store.verify();
  }

  @Test
  void givenCheckpointThatExists_whenWrittenAgain_thenTheStoreStops() {
    put(Table.KEYS, "a", "1");
    store.checkpoint(checkpoint("one"));

    assertThatThrownBy(() -> store.checkpoint(checkpoint("one")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("one");
    assertThatThrownBy(() -> store.get(Table.KEYS, bytes("a")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("failed before");
  }

  @Test
  void givenNoSuchCheckpoint_whenRestored_thenTheStoreStopsWithItsRowsIntact() {
    put(Table.KEYS, "a", "1");
    store.checkpoint(checkpoint("one"));

    assertThatThrownBy(() -> store.restore(checkpoint("none")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("none");
    assertThatThrownBy(() -> store.begin()).isInstanceOf(StoreException.class);
  }

  @Test
  void givenReadersAndRestores_whenBatchesAreWritten_thenReadersSeeWholeBatchesOnly()
      throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    putEverywhere("0");
    store.checkpoint(checkpoint("zero"));
    Thread reader = new Thread(() -> readPairs(done, failure));
    reader.start();

    for (int round = 1; round <= 5; round++) {
      for (int i = 0; i < 100; i++) {
        putEverywhere(round + "." + i);
      }
      store.restore(checkpoint("zero"));
    }
    done.set(true);
    reader.join();

    assertThat(failure.get()).isNull();
  }

  private void readPairs(AtomicBoolean done, AtomicReference<@Nullable Throwable> failure) {
    try {
      while (!done.get()) {
        assertThat(store.get(Table.USAGE, bytes("n"))).isNotNull();
        try (View view = store.view()) {
          String usage = text(view.get(Table.USAGE, bytes("n")));
          assertThat(text(view.get(Table.EVENTS, bytes("n")))).isEqualTo(usage);
        } catch (IllegalStateException e) {
          // The store was restored under the view, which says so.
          assertThat(e).hasMessageContaining("restored");
        }
      }
    } catch (AssertionError | RuntimeException e) {
      failure.set(e);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void givenRandomOperations_whenDoneOnAModelToo_thenBothAgree(long seed) {
    StoreModel model = new StoreModel(seed, checkpoints());

    for (int step = 0; step < 600; step++) {
      store = model.step(store, this::open);
      if (step % 20 == 0) {
        model.assertAgrees(store);
      }
    }
    model.assertAgrees(store);
  }

  /** The store as the last test step left it. */
  protected KeyValueStore store() {
    return store;
  }

  protected Path checkpoint(String name) {
    return checkpoints().resolve(name);
  }

  protected void put(Table table, String key, String value) {
    try (Batch batch = store.begin()) {
      batch.put(table, bytes(key), bytes(value));
      batch.commit();
    }
  }

  protected List<String> rows(Table table, byte[] from) {
    return rowsOf(visitor -> store.scan(table, from, visitor));
  }

  private void putEverywhere(String value) {
    try (Batch batch = store.begin()) {
      for (Table table : Table.values()) {
        batch.put(table, bytes("n"), bytes(value));
      }
      batch.commit();
    }
  }

  private void delete(Table table, String key) {
    try (Batch batch = store.begin()) {
      batch.delete(table, bytes(key));
      batch.commit();
    }
  }

  private @Nullable String floor(String key) {
    Row row = store.floor(Table.AUDIT, bytes(key));
    return row == null ? null : text(row.key()) + "=" + text(row.value());
  }

  private static List<String> rowsOf(Consumer<Rows.Visitor> scan) {
    List<String> rows = new ArrayList<>();
    scan.accept((key, value) -> rows.add(text(key) + "=" + text(value)));
    return rows;
  }

  /** One byte for each character. */
  protected static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  protected static String text(byte @Nullable [] bytes) {
    return bytes == null ? "(absent)" : new String(bytes, ISO_8859_1);
  }
}
