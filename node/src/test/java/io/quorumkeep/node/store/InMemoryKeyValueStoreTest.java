// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.store.KeyValueStore.Batch;
import io.quorumkeep.node.store.KeyValueStore.View;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InMemoryKeyValueStoreTest extends KeyValueStoreContract {
  private static final byte[] FIRST = {};

  private final MemoryDisk disk = new MemoryDisk();
  private final InMemoryKeyValueStore memory = new InMemoryKeyValueStore(disk);

  @Override
  protected KeyValueStore open() {
    memory.reopen();
    return memory;
  }

  @Override
  protected Path checkpoints() {
    return Path.of("/checkpoints");
  }

  @Test
  void givenCommitsSinceACheckpoint_whenItCrashes_thenTheKeptOnesRemainInOrder() {
    put(Table.KEYS, "a", "1");
    memory.checkpoint(checkpoint("one"));
    put(Table.KEYS, "b", "2");
    put(Table.KEYS, "c", "3");
    put(Table.KEYS, "d", "4");
    assertThat(memory.unflushedCommits()).isEqualTo(3);

    memory.crash(1);
    assertThat(rows(Table.KEYS, FIRST)).containsExactly("a=1", "b=2");

    memory.crash(0);
    assertThat(rows(Table.KEYS, FIRST)).containsExactly("a=1");
    assertThat(memory.unflushedCommits()).isZero();
  }

  @Test
  void givenChance_whenItCrashes_thenEveryPrefixMayRemain() {
    Random random = new Random(7);
    TreeSet<Integer> kept = new TreeSet<>();
    for (int i = 0; i < 100; i++) {
      InMemoryKeyValueStore store = new InMemoryKeyValueStore();
      for (int n = 0; n < 3; n++) {
        try (Batch batch = store.begin()) {
          batch.put(Table.KEYS, bytes("n" + n), bytes(""));
          batch.commit();
        }
      }
      store.crash(random);
      kept.add(store.unflushedCommits());
    }

    assertThat(kept).containsExactly(0, 1, 2, 3);
  }

  @Test
  void givenOpenBatchAndView_whenItCrashes_thenNeitherSurvives() {
    put(Table.KEYS, "a", "1");
    View view = memory.view();
    Batch batch = memory.begin();
    batch.put(Table.KEYS, bytes("b"), bytes("2"));

    memory.crash(1);

    assertThatThrownBy(batch::commit).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> view.get(Table.KEYS, bytes("a")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(rows(Table.KEYS, FIRST)).containsExactly("a=1");
    put(Table.KEYS, "c", "3");
  }

  @Test
  void givenDiskFull_whenCommitted_thenNothingIsChangedAndAllFailsUntilItIsOpenedAgain() {
    put(Table.KEYS, "a", "1");
    memory.failNextCommit();

    assertThatThrownBy(() -> put(Table.KEYS, "b", "2"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no space left");
    assertThatThrownBy(() -> memory.get(Table.KEYS, bytes("a"))).isInstanceOf(StoreException.class);
    assertThatThrownBy(memory::begin).isInstanceOf(StoreException.class);

    memory.crash(memory.unflushedCommits());
    assertThat(rows(Table.KEYS, FIRST)).containsExactly("a=1");
    put(Table.KEYS, "c", "3");
  }

  @Test
  void givenStoresOnOneDisk_whenOneRestoresTheOthersCheckpoint_thenItHasItsRows() {
    put(Table.KEYS, "a", "1");
    memory.checkpoint(checkpoint("sent"));
    InMemoryKeyValueStore other = new InMemoryKeyValueStore(disk);

    other.restore(checkpoint("sent"));

    assertThat(text(other.get(Table.KEYS, bytes("a")))).isEqualTo("1");
    other.crash(0);
    assertThat(text(other.get(Table.KEYS, bytes("a")))).isEqualTo("1");
  }
}
