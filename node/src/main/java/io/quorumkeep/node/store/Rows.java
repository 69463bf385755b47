// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that can be read. */
public interface Rows {
  /** Returns the value, or null if there is no such row. */
  byte @Nullable [] get(Table table, byte[] key);

  /**
   * Returns the values of several rows in the order of {@code keys}, null where there is no such
   * row. Reads the same as {@link #get} for each, but may cost less for keys near each other.
   */
  default List<byte @Nullable []> getAll(Table table, List<byte[]> keys) {
    List<byte @Nullable []> values = new ArrayList<>(keys.size());
    for (byte[] key : keys) {
      values.add(get(table, key));
    }
    return values;
  }

  /**
   * Visits rows in key order as they were at one moment, whatever is committed meanwhile. The
   * visitor may read and write the store, but not restore or close it.
   *
   * @param from the first key, inclusive; empty for the first row
   * @param visitor returns false to stop
   */
  void scan(Table table, byte[] from, Visitor visitor);

  /**
   * As {@link #scan}, but backwards.
   *
   * @param from the greatest key, inclusive; empty for the last row
   */
  void scanBack(Table table, byte[] from, Visitor visitor);

  /** Sees rows one by one. */
  @FunctionalInterface
  interface Visitor {
    /** Returns whether to go on. */
    boolean visit(byte[] key, byte[] value);
  }
}
