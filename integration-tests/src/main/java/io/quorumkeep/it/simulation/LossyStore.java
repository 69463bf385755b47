// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.Rows;
import io.quorumkeep.node.store.Table;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A store that passes over some changes; only for {@link Bugs}. */
final class LossyStore implements KeyValueStore {
  private final KeyValueStore store;
  private final Loss loss;

  /** Which changes are passed over. */
  @FunctionalInterface
  interface Loss {
    /**
     * Whether it is.
     *
     * @param value null for the end of a row
     */
    boolean isLost(Table table, byte[] key, byte @Nullable [] value);
  }

  LossyStore(KeyValueStore store, Loss loss) {
    this.store = store;
    this.loss = loss;
  }

  @Override
  public byte @Nullable [] get(Table table, byte[] key) {
    return store.get(table, key);
  }

  @Override
  public @Nullable Row floor(Table table, byte[] key) {
    return store.floor(table, key);
  }

  @Override
  public void scan(Table table, byte[] from, Rows.Visitor visitor) {
    store.scan(table, from, visitor);
  }

  @Override
  public void scanBack(Table table, byte[] from, Rows.Visitor visitor) {
    store.scanBack(table, from, visitor);
  }

  @Override
  public View view() {
    return store.view();
  }

  @Override
  public Batch begin() {
    return new LossyBatch(store.begin(), loss);
  }

  @Override
  public void checkpoint(Path directory) {
    store.checkpoint(directory);
  }

  @Override
  public void restore(Path directory) {
    store.restore(directory);
  }

  @Override
  public void verify() {
    store.verify();
  }

  @Override
  public void close() {
    store.close();
  }

  private record LossyBatch(Batch batch, Loss loss) implements Batch {
    @Override
    public void put(Table table, byte[] key, byte[] value) {
      if (!loss.isLost(table, key, value)) {
        batch.put(table, key, value);
      }
    }

    @Override
    public void delete(Table table, byte[] key) {
      if (!loss.isLost(table, key, null)) {
        batch.delete(table, key);
      }
    }

    @Override
    public void commit() {
      batch.commit();
    }

    @Override
    public void close() {
      batch.close();
    }
  }
}
