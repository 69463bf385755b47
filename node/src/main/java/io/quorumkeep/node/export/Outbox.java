// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.Sha256;
import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.domain.audit.RecordEncoding;
import io.quorumkeep.node.export.SinkException.Kind;
import io.quorumkeep.node.store.AuditRows;
import io.quorumkeep.node.store.KeyValueStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records in the store, seen from what a sink holds. */
final class Outbox {
  private final KeyValueStore store;
  private final Sha256 sha256;
  private final RecordJson json;
  private final int batchRecords;
  private final int batchBytes;

  Outbox(KeyValueStore store, Sha256 sha256, RecordJson json, int batchRecords, int batchBytes) {
    this.store = store;
    this.sha256 = sha256;
    this.json = json;
    this.batchRecords = batchRecords;
    this.batchBytes = batchBytes;
  }

  /**
   * Where to go on for a sink that ends with {@code tail}, or null if the store is not that far
   * yet. An empty sink gets whatever the store still has.
   *
   * @throws SinkException fatal, if the sink holds another history, or records between the two are
   *     gone
   */
  @Nullable ChainHead continueFrom(ChainHead tail) {
    if (tail.sequence() == 0) {
      requireStart(tail);
      long first = AuditRows.firstSequence(store);
      return first <= 1 ? tail : AuditRows.headAt(store, sha256, first - 1);
    }
    if (tail.sequence() > AuditRows.lastSequence(store)) {
      return null;
    }
    ChainHead known = AuditRows.headAt(store, sha256, tail.sequence());
    if (known == null) {
      throw new SinkException(
          Kind.FATAL,
          "the sink ends with record "
              + tail.sequence()
              + ", but the store begins with "
              + AuditRows.firstSequence(store)
              + ": what is between them is gone",
          null);
    }
    if (!known.equals(tail)) {
      throw forked(tail.sequence());
    }
    return known;
  }

  /** The next records after {@code tail}, up to the limits of a batch; empty if there are none. */
  List<ExportedRecord> after(ChainHead tail) {
    List<ExportedRecord> batch = new ArrayList<>();
    int[] bytes = {0};
    AuditRows.read(
        store,
        sha256,
        tail.sequence() + 1,
        (sequence, canonical, before, after) -> {
          if (batch.isEmpty() && !Arrays.equals(before, tail.digest())) {
            throw new CorruptLogException(
                "audit record " + sequence + " does not continue what was published");
          }
          ExportedRecord record =
              json.export(
                  RecordEncoding.decode(canonical),
                  new ChainHead(sequence - 1, before),
                  new ChainHead(sequence, after));
          batch.add(record);
          bytes[0] += record.json().length;
          return batch.size() < batchRecords && bytes[0] < batchBytes;
        });
    return batch;
  }

  /** How many records there are after {@code tail}. */
  long sizeAfter(ChainHead tail) {
    return Math.max(0, AuditRows.lastSequence(store) - tail.sequence());
  }

  private static void requireStart(ChainHead tail) {
    if (!tail.equals(ChainHead.start())) {
      throw forked(0);
    }
  }

  private static SinkException forked(long sequence) {
    return new SinkException(
        Kind.FATAL,
        "the sink and the store disagree about the chain at record "
            + sequence
            + ": one of them was forged, restored from elsewhere, or belongs to another cluster",
        null);
  }
}
