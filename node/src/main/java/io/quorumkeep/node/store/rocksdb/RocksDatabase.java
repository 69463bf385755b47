// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorumkeep.node.store.StoreException;
import io.quorumkeep.node.store.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteOptions;

/**
 * One open RocksDB directory and every native object that belongs to it.
 *
 * <p>Using a RocksDB that was closed ends the process with a signal, and a restore closes one while
 * other threads read. So whoever uses it {@link #enter enters} first and {@link #leave leaves}
 * afterwards, and closing waits until nobody is inside.
 */
final class RocksDatabase implements AutoCloseable {
  private static final int BACKGROUND_JOBS = 2;
  private static final int INFO_LOG_FILES = 4;
  private static final long INFO_LOG_BYTES = 1L << 20;
  private static final long MANIFEST_BYTES = 16L << 20;

  static {
    RocksDB.loadLibrary();
  }

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final NativeObjects natives;
  private final Path directory;
  private final RocksDB db;
  private final ColumnFamilyHandle[] families;
  private final List<ColumnFamilyHandle> allFamilies;
  private final ReadOptions readOptions;
  private final WriteOptions writeOptions;
  private final Set<Snapshot> snapshots = new HashSet<>();
  private boolean closed;

  /** Makes an empty database with all families. */
  static RocksDatabase create(Path directory, RocksTuning tuning) {
    return open(directory, tuning, true);
  }

  /** Opens what is there, if it has exactly the families that this version knows. */
  static RocksDatabase open(Path directory, RocksTuning tuning) {
    requireKnownFamilies(directory);
    return open(directory, tuning, false);
  }

  private static RocksDatabase open(Path directory, RocksTuning tuning, boolean create) {
    NativeObjects natives = new NativeObjects();
    try {
      return new RocksDatabase(directory, tuning, create, natives);
    } catch (RocksDBException e) {
      natives.close();
      List<String> damaged = DamagedFiles.in(directory);
      String blame = damaged.isEmpty() ? "" : " with the damaged files " + damaged;
      throw Failures.during("open " + directory + blame, e);
    }
  }

  private RocksDatabase(Path directory, RocksTuning tuning, boolean create, NativeObjects natives)
      throws RocksDBException {
    this.natives = natives;
    this.directory = directory;
    List<ColumnFamilyDescriptor> descriptors = new Families(natives, tuning).descriptors();
    DBOptions options = databaseOptions(natives, tuning, create);
    readOptions = natives.own(new ReadOptions()).setVerifyChecksums(true);
    writeOptions = natives.own(new WriteOptions()).setDisableWAL(true);
    allFamilies = new ArrayList<>(descriptors.size());
    db = natives.own(RocksDB.open(options, directory.toString(), descriptors, allFamilies));
    allFamilies.forEach(natives::own);
    families = byNumber(allFamilies);
  }

  /** Handles by the number of their table; {@code all} has them in order after RocksDB's own. */
  private static ColumnFamilyHandle[] byNumber(List<ColumnFamilyHandle> all) {
    Table[] tables = Table.values();
    int highest = Arrays.stream(tables).mapToInt(Table::number).max().orElseThrow();
    ColumnFamilyHandle[] families = new ColumnFamilyHandle[highest + 1];
    for (int i = 0; i < tables.length; i++) {
      families[tables[i].number()] = all.get(i + 1);
    }
    return families;
  }

  private static DBOptions databaseOptions(
      NativeObjects natives, RocksTuning tuning, boolean create) {
    return natives
        .own(new DBOptions())
        .setCreateIfMissing(create)
        // What an earlier version made lacks the tables that came later.
        .setCreateMissingColumnFamilies(true)
        .setErrorIfExists(create)
        .setParanoidChecks(true)
        .setAtomicFlush(true)
        .setAllowConcurrentMemtableWrite(false) // one thread writes
        .setDbWriteBufferSize(tuning.writeBufferBytes())
        .setMaxBackgroundJobs(BACKGROUND_JOBS)
        .setMaxBgErrorResumeCount(0)
        .setMaxManifestFileSize(MANIFEST_BYTES)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(INFO_LOG_FILES)
        .setMaxLogFileSize(INFO_LOG_BYTES)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
  }

  private static void requireKnownFamilies(Path directory) {
    Set<String> known = new TreeSet<>();
    known.add(new String(RocksDB.DEFAULT_COLUMN_FAMILY, UTF_8));
    for (Table table : Table.values()) {
      known.add(Families.nameOf(table));
    }
    Set<String> present = new TreeSet<>();
    try (Options options = new Options()) {
      for (byte[] name : RocksDB.listColumnFamilies(options, directory.toString())) {
        present.add(new String(name, UTF_8));
      }
    } catch (RocksDBException e) {
      throw Failures.during("read the manifest of " + directory, e);
    }
    Set<String> unknown = new TreeSet<>(present);
    unknown.removeAll(known);
    Set<String> missing = new TreeSet<>(known);
    missing.removeAll(present);
    if (!unknown.isEmpty() || !missing.isEmpty()) {
      throw new StoreException(
          directory
              + " was written by another version: column families unknown here "
              + unknown
              + ", missing there "
              + missing);
    }
  }

  /** Whether the caller is now inside; false if this was closed. */
  boolean enter() {
    lock.readLock().lock();
    if (closed) {
      lock.readLock().unlock();
      return false;
    }
    return true;
  }

  void leave() {
    lock.readLock().unlock();
  }

  Path directory() {
    return directory;
  }

  RocksDB db() {
    return db;
  }

  ColumnFamilyHandle family(Table table) {
    return families[table.number()];
  }

  List<ColumnFamilyHandle> allFamilies() {
    return allFamilies;
  }

  ReadOptions readOptions() {
    return readOptions;
  }

  WriteOptions writeOptions() {
    return writeOptions;
  }

  /**
   * Fails if a flush or a compaction failed since this was opened. RocksDB tells a writer of some
   * of those only, and would try others again as if nothing had happened. (Its listener is of no
   * use here: the Java side of 11.8.1 does not know the reasons that a database without a log
   * gives.)
   */
  void checkBackground() throws RocksDBException {
    long errors = db.getLongProperty("rocksdb.background-errors");
    if (errors > 0) {
      throw new RocksDBException("a flush or compaction failed; " + directory + "/LOG says why");
    }
  }

  Snapshot takeSnapshot() {
    synchronized (snapshots) {
      Snapshot snapshot = db.getSnapshot();
      snapshots.add(snapshot);
      return snapshot;
    }
  }

  /** To be called inside. */
  void release(Snapshot snapshot) {
    synchronized (snapshots) {
      if (snapshots.remove(snapshot)) {
        db.releaseSnapshot(snapshot);
      }
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        synchronized (snapshots) {
          snapshots.forEach(db::releaseSnapshot);
          snapshots.clear();
        }
        natives.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
