// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.key.Deadline;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How one entry changes the index of deadlines. */
final class DeadlineRows {
  private static final byte[] NOTHING = new byte[0];

  // Whether each row is there after the entry.
  private final Map<Deadline, Boolean> rows = new LinkedHashMap<>();

  void changed(List<Deadline> before, List<Deadline> after) {
    if (before.equals(after)) {
      return;
    }
    before.forEach(deadline -> rows.put(deadline, false));
    after.forEach(deadline -> rows.put(deadline, true));
  }

  void write(KeyValueStore.Batch batch) {
    rows.forEach(
        (deadline, present) -> {
          if (present) {
            batch.put(Table.DUE, RowKeys.due(deadline), NOTHING);
          } else {
            batch.delete(Table.DUE, RowKeys.due(deadline));
          }
        });
  }
}
