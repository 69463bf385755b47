// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.Rows;
import io.quorumkeep.node.store.StoreException;
import io.quorumkeep.node.store.Table;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The store on RocksDB. Nothing is written to a log of its own: a batch is in memory until a flush,
 * and the replicated log brings back what a crash takes. All families are flushed together, so what
 * a crash leaves is always the state after some batch.
 */
public final class RocksKeyValueStore implements KeyValueStore {
  private static final int BATCH_RESERVED_BYTES = 256 << 10;

  private final StoreDirectory directory;
  private final RocksTuning tuning;
  private final FailureLatch failures;
  private final WriteBatch changes = new WriteBatch(BATCH_RESERVED_BYTES);
  private final Object writing = new Object();

  private volatile RocksDatabase current;
  private LivePointer live;
  private @Nullable RocksBatch open;
  private boolean closed;

  private RocksKeyValueStore(
      StoreDirectory directory,
      RocksTuning tuning,
      FailureLatch failures,
      LivePointer live,
      RocksDatabase current) {
    this.directory = directory;
    this.tuning = tuning;
    this.failures = failures;
    this.live = live;
    this.current = current;
  }

  /**
   * Opens the store in {@code root}, which is made if it is not there. A restore that a crash cut
   * short is undone, or tidied up after if it had taken effect.
   *
   * @throws StoreException if the store is in use, damaged, older than what it is known to have
   *     held, or of another version
   */
  public static RocksKeyValueStore open(Path root, RocksTuning tuning) {
    StoreDirectory directory = StoreDirectory.lock(root);
    try {
      return open(directory, tuning);
    } catch (StoreException e) {
      directory.close();
      throw e;
    }
  }

  private static RocksKeyValueStore open(StoreDirectory directory, RocksTuning tuning) {
    FailureLatch failures = new FailureLatch();
    LivePointer live = directory.readLive();
    if (live == null) {
      live = LivePointer.first();
      directory.writeLive(live);
    }
    Path path = directory.database(live);
    RocksDatabase database;
    if (live.state() == LivePointer.State.CREATING) {
      directory.remove(path);
      database = RocksDatabase.create(path, tuning);
      live = live.readyAt(database.db().getLatestSequenceNumber());
      directory.writeLive(live);
    } else {
      database = RocksDatabase.open(path, tuning);
      requireComplete(database, live);
    }
    directory.removeAllBut(live);
    return new RocksKeyValueStore(directory, tuning, failures, live, database);
  }

  private static void requireComplete(RocksDatabase database, LivePointer live) {
    long sequence = database.db().getLatestSequenceNumber();
    if (sequence < live.sequence()) {
      database.close();
      throw new StoreException(
          database.directory()
              + " ends at sequence "
              + sequence
              + " but "
              + live.sequence()
              + " had been forced to disk: its MANIFEST lost its end, or it was put back");
    }
  }

  @Override
  public byte @Nullable [] get(Table table, byte[] key) {
    RocksDatabase database = enter();
    try {
      return RocksReads.get(database, database.readOptions(), table, key);
    } finally {
      database.leave();
    }
  }

  @Override
  public List<byte @Nullable []> getAll(Table table, List<byte[]> keys) {
    RocksDatabase database = enter();
    try {
      return RocksReads.getAll(database, database.readOptions(), table, keys);
    } finally {
      database.leave();
    }
  }

  @Override
  public @Nullable Row floor(Table table, byte[] key) {
    RocksDatabase database = enter();
    try {
      return RocksReads.floor(database, database.readOptions(), table, key);
    } finally {
      database.leave();
    }
  }

  @Override
  public void scan(Table table, byte[] from, Rows.Visitor visitor) {
    RocksDatabase database = enter();
    try {
      RocksReads.scan(database, database.readOptions(), table, from, visitor);
    } finally {
      database.leave();
    }
  }

  @Override
  public void scanBack(Table table, byte[] from, Rows.Visitor visitor) {
    RocksDatabase database = enter();
    try {
      RocksReads.scanBack(database, database.readOptions(), table, from, visitor);
    } finally {
      database.leave();
    }
  }

  @Override
  public View view() {
    RocksDatabase database = enter();
    try {
      return new RocksView(database, failures);
    } finally {
      database.leave();
    }
  }

  @Override
  public Batch begin() {
    synchronized (writing) {
      requireNoBatch();
      requireOpen();
      failures.check();
      changes.clear();
      RocksBatch batch = new RocksBatch(this, current, changes);
      open = batch;
      return batch;
    }
  }

  /** What {@link RocksBatch#commit} does. */
  void write(RocksDatabase database, WriteBatch batch) {
    synchronized (writing) {
      requireOpen();
      failures.check();
      try {
        database.db().write(database.writeOptions(), batch);
        database.checkBackground();
      } catch (RocksDBException e) {
        throw failures.fail(Failures.during("commit to " + database.directory(), e));
      }
    }
  }

  void ended(RocksBatch batch) {
    synchronized (writing) {
      if (open == batch) {
        open = null;
      }
    }
  }

  @Override
  public void checkpoint(Path target) {
    synchronized (writing) {
      requireOpen();
      failures.check();
      try {
        flush();
        try (Checkpoint checkpoint = Checkpoint.create(current.db())) {
          checkpoint.createCheckpoint(target.toString());
        }
        StoreDirectory.forceAll(target);
      } catch (RocksDBException e) {
        throw failures.fail(Failures.during("write the checkpoint " + target, e));
      } catch (StoreException e) {
        throw failures.fail(e);
      }
    }
  }

  /** Brings everything committed into files, and notes that it is there. */
  private void flush() throws RocksDBException {
    long sequence = current.db().getLatestSequenceNumber();
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
      current.db().flush(options, current.allFamilies());
    }
    if (sequence != live.sequence()) {
      live = live.readyAt(sequence);
      directory.writeLive(live);
    }
  }

  @Override
  public void restore(Path source) {
    synchronized (writing) {
      requireNoBatch();
      requireOpen();
      failures.check();
      try {
        switchTo(source);
      } catch (StoreException e) {
        throw failures.fail(e);
      }
    }
  }

  private void switchTo(Path source) {
    LivePointer next = live.next();
    Path path = directory.database(next);
    directory.remove(path);
    directory.adopt(source, path);
    RocksDatabase restored = RocksDatabase.open(path, tuning);
    try {
      next = next.readyAt(restored.db().getLatestSequenceNumber());
      directory.writeLive(next);
    } catch (StoreException e) {
      restored.close();
      throw e;
    }
    RocksDatabase old = current;
    live = next;
    current = restored;
    old.close();
    directory.removeAllBut(next);
  }

  @Override
  public void verify() {
    RocksDatabase database = enter();
    try {
      database.db().verifyChecksum();
    } catch (RocksDBException e) {
      throw failures.fail(Failures.during("verify " + database.directory(), e));
    } finally {
      database.leave();
    }
  }

  @Override
  public void close() {
    synchronized (writing) {
      if (closed) {
        return;
      }
      closed = true;
      try {
        if (!failures.isSet()) {
          flush();
        }
      } catch (RocksDBException e) {
        throw failures.fail(Failures.during("flush " + current.directory(), e));
      } finally {
        current.close();
        changes.close();
        directory.close();
      }
    }
  }

  /** Enters the current database; a restore may replace it just before. */
  private RocksDatabase enter() {
    failures.check();
    while (true) {
      RocksDatabase database = current;
      if (database.enter()) {
        return database;
      }
      if (database == current) {
        throw new IllegalStateException("the store is closed");
      }
    }
  }

  private void requireNoBatch() {
    if (open != null) {
      throw new IllegalStateException("a batch is open");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }
}
