// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import io.quorumkeep.node.store.KeyValueStore.Batch;
import io.quorumkeep.node.store.Table;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** One batch, in a native buffer that all batches use in turn. */
final class RocksBatch implements Batch {
  private final RocksKeyValueStore store;
  private final RocksDatabase database;
  private final WriteBatch changes;
  private boolean finished;
  private boolean closed;

  RocksBatch(RocksKeyValueStore store, RocksDatabase database, WriteBatch changes) {
    this.store = store;
    this.database = database;
    this.changes = changes;
  }

  @Override
  public void put(Table table, byte[] key, byte[] value) {
    requireUnfinished();
    try {
      changes.put(database.family(table), key, value);
    } catch (RocksDBException e) {
      throw Failures.during("add a row of " + table + " to a batch", e);
    }
  }

  @Override
  public void delete(Table table, byte[] key) {
    requireUnfinished();
    try {
      changes.delete(database.family(table), key);
    } catch (RocksDBException e) {
      throw Failures.during("add a deletion from " + table + " to a batch", e);
    }
  }

  @Override
  public void commit() {
    requireUnfinished();
    finished = true;
    store.write(database, changes);
  }

  private void requireUnfinished() {
    if (finished || closed) {
      throw new IllegalStateException("the batch was committed or closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      store.ended(this);
    }
  }
}
