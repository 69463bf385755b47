// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import java.util.EnumMap;
import java.util.Map;

/** All tables at one moment; never changes. */
final class Tables {
  static final Tables EMPTY = new Tables(new EnumMap<>(Table.class));

  private final Map<Table, SortedRows> rows;

  private Tables(Map<Table, SortedRows> rows) {
    this.rows = rows;
  }

  SortedRows of(Table table) {
    return rows.getOrDefault(table, SortedRows.EMPTY);
  }

  Tables with(Map<Table, SortedRows> changed) {
    Map<Table, SortedRows> all = new EnumMap<>(Table.class);
    all.putAll(rows);
    all.putAll(changed);
    return new Tables(all);
  }
}
