// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.codec.RowCodec;
import io.quorumkeep.node.domain.find.KeyFilter;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.Rows;
import io.quorumkeep.node.store.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks for keys of a namespace in the order of their names, or backwards.
 *
 * @param after the key after which to begin; empty for the first
 */
public record KeySearch(String namespace, KeyFilter filter, boolean descending, String after) {
  /** Keys that are looked at for one answer, whatever is found: so its cost has a bound. */
  public static final int MAX_ROWS = 5_000;

  /** Sorts after every character of a name. */
  private static final char LAST = '\u00ff';

  /**
   * What was found.
   *
   * @param resumeAfter the last key looked at, if there was no time for the rest; empty if the keys
   *     or the limit were reached
   */
  public record Found(List<Key> keys, String resumeAfter) {
    public Found {
      keys = List.copyOf(keys);
    }
  }

  Found in(Rows rows, int limit) {
    byte[] range = RowKeys.keysFrom(namespace, filter.prefix());
    Walk walk = new Walk(range, limit);
    if (descending) {
      String from = after.isEmpty() ? filter.prefix() + LAST : after;
      rows.scanBack(Table.KEYS, RowKeys.keysFrom(namespace, from), walk::visit);
    } else {
      String from = after.compareTo(filter.prefix()) > 0 ? after : filter.prefix();
      rows.scan(Table.KEYS, RowKeys.keysFrom(namespace, from), walk::visit);
    }
    return new Found(walk.keys, walk.resumeAfter);
  }

  private final class Walk {
    private final byte[] range;
    private final int limit;
    private final List<Key> keys = new ArrayList<>();
    private int rows;
    private String resumeAfter = "";

    Walk(byte[] range, int limit) {
      this.range = range;
      this.limit = limit;
    }

    boolean visit(byte[] rowKey, byte[] value) {
      if (!startsWith(rowKey, range)) {
        return false;
      }
      Key key = RowCodec.decodeKey(value);
      String id = key.name().key();
      if (!id.equals(after) && filter.matches(key)) {
        keys.add(key);
      }
      if (keys.size() == limit) {
        return false;
      }
      if (++rows == MAX_ROWS) {
        resumeAfter = id;
        return false;
      }
      return true;
    }
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
