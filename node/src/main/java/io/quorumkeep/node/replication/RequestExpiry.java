// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.Rows;
import io.quorumkeep.node.store.Table;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Forgets results of requests a day after they were made, by a clock that {@link
 * io.quorumkeep.node.codec.RequestClock} keeps: with each entry the rows of at most two old ones,
 * so that the work is spread and the same on every node.
 */
final class RequestExpiry {
  /** How long the same request id is known. */
  static final Duration KEPT_FOR = Duration.ofHours(24);

  private static final int ROWS_FOR_EACH_ENTRY = 2;
  private static final byte[] FIRST = new byte[0];

  private final Rows rows;
  // Where the oldest row is, or before it. Deleted rows are slow to scan over.
  private byte[] from = FIRST;
  // No row is older than this.
  private long oldestMs;

  RequestExpiry(Rows rows) {
    this.rows = rows;
  }

  /** Deletes what is older than a day when the request clock shows {@code age}. */
  void expire(KeyValueStore.Batch batch, Duration age) {
    long before = age.minus(KEPT_FOR).toMillis();
    byte[] next = from;
    for (int i = 0; i < ROWS_FOR_EACH_ENTRY && oldestMs < before; i++) {
      KeyValueStore.@Nullable Row row = rowAtOrAfter(next);
      if (row == null) {
        return;
      }
      oldestMs = RowKeys.expiryAge(row.key());
      if (oldestMs >= before) {
        from = row.key();
        return;
      }
      deleteAll(batch, row);
      next = after(row.key());
      from = next;
    }
  }

  private KeyValueStore.@Nullable Row rowAtOrAfter(byte[] key) {
    KeyValueStore.Row[] found = new KeyValueStore.Row[1];
    rows.scan(
        Table.REQUEST_EXPIRY,
        key,
        (k, v) -> {
          found[0] = new KeyValueStore.Row(k, v);
          return false;
        });
    return found[0];
  }

  private static void deleteAll(KeyValueStore.Batch batch, KeyValueStore.Row row) {
    byte[] keys = row.value();
    if (keys.length % RequestKey.BYTES != 0) {
      throw new CorruptLogException("a row of expiring requests has a part of a key");
    }
    for (int at = 0; at < keys.length; at += RequestKey.BYTES) {
      batch.delete(Table.REQUESTS, Arrays.copyOfRange(keys, at, at + RequestKey.BYTES));
    }
    batch.delete(Table.REQUEST_EXPIRY, row.key());
  }

  private static byte[] after(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }
}
