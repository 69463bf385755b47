// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import io.quorumkeep.node.store.KeyValueStore.Row;
import io.quorumkeep.node.store.Rows;
import io.quorumkeep.node.store.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads of one database, by a caller that is inside it. */
final class RocksReads {
  private RocksReads() {}

  static byte @Nullable [] get(
      RocksDatabase database, ReadOptions options, Table table, byte[] key) {
    try {
      return database.db().get(database.family(table), options, key);
    } catch (RocksDBException e) {
      throw Failures.during("read " + table + " in " + database.directory(), e);
    }
  }

  /**
   * Reads many rows in one call. RocksDB's binding says null for a row that it cannot read as it
   * does for one that is not there, so what is null is read again by itself, which tells damage.
   */
  static List<byte @Nullable []> getAll(
      RocksDatabase database, ReadOptions options, Table table, List<byte[]> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    try {
      List<byte @Nullable []> values =
          new ArrayList<>(
              database
                  .db()
                  .multiGetAsList(
                      options, Collections.nCopies(keys.size(), database.family(table)), keys));
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i) == null) {
          values.set(i, get(database, options, table, keys.get(i)));
        }
      }
      return values;
    } catch (RocksDBException e) {
      throw Failures.during("read rows of " + table + " in " + database.directory(), e);
    }
  }

  static @Nullable Row floor(RocksDatabase database, ReadOptions options, Table table, byte[] key) {
    try (RocksIterator rows = database.db().newIterator(database.family(table), options)) {
      rows.seekForPrev(key);
      if (rows.isValid()) {
        return new Row(rows.key(), rows.value());
      }
      rows.status();
      return null;
    } catch (RocksDBException e) {
      throw Failures.during("search " + table + " in " + database.directory(), e);
    }
  }

  static void scan(
      RocksDatabase database, ReadOptions options, Table table, byte[] from, Rows.Visitor visitor) {
    try (RocksIterator rows = database.db().newIterator(database.family(table), options)) {
      rows.seek(from);
      while (rows.isValid()) {
        if (!visitor.visit(rows.key(), rows.value())) {
          return;
        }
        rows.next();
      }
      rows.status(); // an iterator ends at damage as it does at the last row
    } catch (RocksDBException e) {
      throw Failures.during("scan " + table + " in " + database.directory(), e);
    }
  }

  static void scanBack(
      RocksDatabase database, ReadOptions options, Table table, byte[] from, Rows.Visitor visitor) {
    try (RocksIterator rows = database.db().newIterator(database.family(table), options)) {
      if (from.length == 0) {
        rows.seekToLast();
      } else {
        rows.seekForPrev(from);
      }
      while (rows.isValid()) {
        if (!visitor.visit(rows.key(), rows.value())) {
          return;
        }
        rows.prev();
      }
      rows.status();
    } catch (RocksDBException e) {
      throw Failures.during("scan back " + table + " in " + database.directory(), e);
    }
  }
}
