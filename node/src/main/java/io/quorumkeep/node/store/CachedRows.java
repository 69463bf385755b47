// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a store for the thread that writes them, some of them kept in memory: those of tables
 * that a use of a key reads. A row that is read is kept; one that is written is kept up to date if
 * it was kept before, so work that touches each row once leaves in memory what is in use.
 */
public final class CachedRows implements Rows {
  private final Rows rows;
  private final RowCache cache;

  /**
   * The rows of a store that nothing else writes.
   *
   * @param bytes of memory beside the heap that rows may take, at least 64 KiB; taken as needed
   */
  public CachedRows(Rows rows, long bytes) {
    this.rows = rows;
    this.cache = new RowCache(bytes);
  }

  /** Forgets all rows: the store has others now. */
  public void clear() {
    cache.clear();
  }

  @Override
  public byte @Nullable [] get(Table table, byte[] key) {
    if (!isKept(table)) {
      return rows.get(table, key);
    }
    byte[] known = cache.get(table, key);
    if (known != null) {
      return known;
    }
    byte[] value = rows.get(table, key);
    if (value != null) {
      cache.put(table, key, value);
    }
    return value;
  }

  /** Rows that are read so are not kept. */
  @Override
  public List<byte @Nullable []> getAll(Table table, List<byte[]> keys) {
    return rows.getAll(table, keys);
  }

  @Override
  public void scan(Table table, byte[] from, Visitor visitor) {
    rows.scan(table, from, visitor);
  }

  @Override
  public void scanBack(Table table, byte[] from, Visitor visitor) {
    rows.scanBack(table, from, visitor);
  }

  /** A batch of the store, which brings what is kept here up to date when it is committed. */
  public KeyValueStore.Batch keepingUp(KeyValueStore.Batch batch) {
    return new Keeping(batch);
  }

  private static boolean isKept(Table table) {
    return table == Table.KEYS || table == Table.VERSIONS || table == Table.USAGE;
  }

  /**
   * A change of a row.
   *
   * @param value null if it is gone
   */
  private record Change(Table table, byte[] key, byte @Nullable [] value) {}

  private final class Keeping implements KeyValueStore.Batch {
    private final KeyValueStore.Batch batch;
    private final List<Change> changes = new ArrayList<>();

    Keeping(KeyValueStore.Batch batch) {
      this.batch = batch;
    }

    @Override
    public void put(Table table, byte[] key, byte[] value) {
      batch.put(table, key, value);
      note(table, key, value);
    }

    @Override
    public void delete(Table table, byte[] key) {
      batch.delete(table, key);
      note(table, key, null);
    }

    private void note(Table table, byte[] key, byte @Nullable [] value) {
      if (isKept(table)) {
        changes.add(new Change(table, key, value));
      }
    }

    @Override
    public void commit() {
      batch.commit();
      changes.forEach(change -> keep(change.table(), change.key(), change.value()));
    }

    private void keep(Table table, byte[] key, byte @Nullable [] value) {
      if (value == null) {
        cache.remove(table, key);
      } else {
        cache.replace(table, key, value);
      }
    }

    @Override
    public void close() {
      batch.close();
    }
  }
}
