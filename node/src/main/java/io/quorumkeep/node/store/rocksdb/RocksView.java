// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import io.quorumkeep.node.store.KeyValueStore.View;
import io.quorumkeep.node.store.Rows;
import io.quorumkeep.node.store.Table;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/** A RocksDB snapshot. Its scans leave the block cache as it is: they are long and happen once. */
final class RocksView implements View {
  private final RocksDatabase database;
  private final FailureLatch failures;
  private final Snapshot snapshot;
  private final ReadOptions options;
  private boolean closed;

  /** To be made inside {@code database}. */
  RocksView(RocksDatabase database, FailureLatch failures) {
    this.database = database;
    this.failures = failures;
    this.snapshot = database.takeSnapshot();
    this.options = new ReadOptions().setSnapshot(snapshot).setFillCache(false);
  }

  @Override
  public synchronized byte @Nullable [] get(Table table, byte[] key) {
    enter();
    try {
      return RocksReads.get(database, options, table, key);
    } finally {
      database.leave();
    }
  }

  @Override
  public synchronized void scan(Table table, byte[] from, Rows.Visitor visitor) {
    enter();
    try {
      RocksReads.scan(database, options, table, from, visitor);
    } finally {
      database.leave();
    }
  }

  @Override
  public synchronized void scanBack(Table table, byte[] from, Rows.Visitor visitor) {
    enter();
    try {
      RocksReads.scanBack(database, options, table, from, visitor);
    } finally {
      database.leave();
    }
  }

  private void enter() {
    failures.check();
    if (closed || !database.enter()) {
      throw new IllegalStateException("the view was closed, or its store restored or closed");
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    options.close();
    if (database.enter()) {
      try {
        database.release(snapshot);
      } finally {
        database.leave();
      }
    }
  }
}
