// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A store for simulations: it keeps the contract and fails in the ways that RocksDB may.
 *
 * <p>{@link #crash} does what the end of a process does to a store without a log: of the batches
 * committed since the last checkpoint, any number of the last ones are gone. Afterwards the same
 * object stands for the store as opened again. Unlike RocksDB it never writes by itself, so every
 * batch since the last checkpoint is kept in memory twice over; the copies share their rows.
 */
public final class InMemoryKeyValueStore implements KeyValueStore {
  private final MemoryDisk disk;

  /** The state after each batch since the last flush, the flushed one first; never empty. */
  private final Deque<Tables> history = new ArrayDeque<>();

  private volatile Tables tables = Tables.EMPTY;
  private volatile int incarnation;
  private volatile boolean closed;
  private volatile @Nullable StoreException failure;
  private boolean failNextCommit;
  private @Nullable Changes open;

  /** A store whose checkpoints nobody else sees. */
  public InMemoryKeyValueStore() {
    this(new MemoryDisk());
  }

  public InMemoryKeyValueStore(MemoryDisk disk) {
    this.disk = disk;
    history.add(Tables.EMPTY);
  }

  /** How many batches a crash may take. */
  public synchronized int unflushedCommits() {
    return history.size() - 1;
  }

  /**
   * Ends the process and opens the store again.
   *
   * @param keptCommits how many of the {@link #unflushedCommits} survive, the oldest first
   */
  public synchronized void crash(int keptCommits) {
    if (keptCommits < 0 || keptCommits > unflushedCommits()) {
      throw new IllegalArgumentException(
          "cannot keep " + keptCommits + " of " + unflushedCommits() + " commits");
    }
    while (unflushedCommits() > keptCommits) {
      history.removeLast();
    }
    startAgainFrom(history.getLast());
    failure = null;
    failNextCommit = false;
    closed = false;
  }

  /** Ends the process, keeping as many batches as chance has it, and opens the store again. */
  public synchronized void crash(Random random) {
    crash(random.nextInt(unflushedCommits() + 1));
  }

  /** The next commit finds the disk full: it has no effect, and only a crash brings relief. */
  public synchronized void failNextCommit() {
    failNextCommit = true;
  }

  @Override
  public byte @Nullable [] get(Table table, byte[] key) {
    return usable().of(table).get(key);
  }

  @Override
  public @Nullable Row floor(Table table, byte[] key) {
    return usable().of(table).floor(key);
  }

  @Override
  public void scan(Table table, byte[] from, Rows.Visitor visitor) {
    usable().of(table).scan(from, visitor);
  }

  @Override
  public void scanBack(Table table, byte[] from, Rows.Visitor visitor) {
    usable().of(table).scanBack(from, visitor);
  }

  @Override
  public synchronized View view() {
    return new Moment(usable(), incarnation);
  }

  @Override
  public synchronized Batch begin() {
    requireNoBatch();
    usable();
    Changes batch = new Changes();
    open = batch;
    return batch;
  }

  @Override
  public synchronized void checkpoint(Path directory) {
    Tables written = usable();
    try {
      disk.write(directory, written);
    } catch (StoreException e) {
      failure = e;
      throw e;
    }
    startHistoryAt(written);
  }

  @Override
  public synchronized void restore(Path directory) {
    requireNoBatch();
    usable();
    try {
      Tables restored = disk.read(directory);
      startAgainFrom(restored);
      startHistoryAt(restored);
    } catch (StoreException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void verify() {
    usable();
  }

  @Override
  public synchronized void close() {
    closed = true;
    startHistoryAt(tables);
  }

  /** Opens what {@link #close} closed. */
  public synchronized void reopen() {
    crash(unflushedCommits());
  }

  private synchronized void startAgainFrom(Tables state) {
    tables = state;
    open = null;
    incarnation++;
  }

  private void startHistoryAt(Tables state) {
    history.clear();
    history.add(state);
  }

  private Tables usable() {
    StoreException before = failure;
    if (before != null) {
      throw new StoreException("the store failed before: " + before.getMessage(), before);
    }
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    return tables;
  }

  private void requireNoBatch() {
    if (open != null) {
      throw new IllegalStateException("a batch is open");
    }
  }

  private synchronized void commit(Changes batch, Map<Table, SortedRows> changed) {
    usable();
    if (open != batch) {
      throw new IllegalStateException("the batch did not survive a crash");
    }
    if (failNextCommit) {
      StoreException full = new StoreException("cannot commit: no space left on device");
      failure = full;
      throw full;
    }
    tables = tables.with(changed);
    history.addLast(tables);
  }

  private synchronized void ended(Changes batch) {
    if (open == batch) {
      open = null;
    }
  }

  private final class Changes implements Batch {
    private final Map<Table, SortedRows> changed = new EnumMap<>(Table.class);
    private boolean finished;

    @Override
    public void put(Table table, byte[] key, byte[] value) {
      changed.put(table, before(table).with(key.clone(), value.clone()));
    }

    @Override
    public void delete(Table table, byte[] key) {
      changed.put(table, before(table).without(key));
    }

    private SortedRows before(Table table) {
      requireUnfinished();
      SortedRows rows = changed.get(table);
      return rows == null ? tables.of(table) : rows;
    }

    @Override
    public void commit() {
      requireUnfinished();
      finished = true;
      InMemoryKeyValueStore.this.commit(this, changed);
    }

    private void requireUnfinished() {
      if (finished) {
        throw new IllegalStateException("the batch was committed or closed");
      }
    }

    @Override
    public void close() {
      finished = true;
      ended(this);
    }
  }

  private final class Moment implements View {
    private final Tables state;
    private final int takenIn;
    private boolean ended;

    private Moment(Tables state, int takenIn) {
      this.state = state;
      this.takenIn = takenIn;
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
      return readable().of(table).get(key);
    }

    @Override
    public void scan(Table table, byte[] from, Rows.Visitor visitor) {
      readable().of(table).scan(from, visitor);
    }

    @Override
    public void scanBack(Table table, byte[] from, Rows.Visitor visitor) {
      readable().of(table).scanBack(from, visitor);
    }

    private Tables readable() {
      usable();
      if (ended || takenIn != incarnation) {
        throw new IllegalStateException("the view was closed, or its store restored or closed");
      }
      return state;
    }

    @Override
    public void close() {
      ended = true;
    }
  }
}
