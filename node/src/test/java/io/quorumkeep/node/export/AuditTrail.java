// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.Sha256;
import io.quorumkeep.node.domain.audit.AuditDecision;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.domain.audit.RecordEncoding;
import io.quorumkeep.node.store.AuditRows;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * A store with an audit trail as a cluster would have written it. The records depend on their
 * sequence only, so two trails of the same cluster are equal as far as both go.
 */
public final class AuditTrail {
  public static final ChainName CHAIN = new ChainName("test-cluster", 0);
  private static final long FIRST_TIME_MS = 1_795_500_000_000L;

  private final Sha256 sha256 = new JcaSha256();
  private final KeyValueStore store;
  private final String node;
  private ChainHead head = ChainHead.start();

  public AuditTrail() {
    this(new InMemoryKeyValueStore(), "node-1");
  }

  /** A trail in {@code store}; trails with different nodes have different histories. */
  public AuditTrail(KeyValueStore store, String node) {
    this.store = store;
    this.node = node;
  }

  public KeyValueStore store() {
    return store;
  }

  public ChainHead head() {
    return head;
  }

  /** Writes a row of {@code count} records. */
  public synchronized void append(int count) {
    List<byte[]> records = new ArrayList<>(count);
    ChainHead before = head;
    ChainHead at = before;
    for (int i = 0; i < count; i++) {
      byte[] canonical = RecordEncoding.encode(record(at.sequence() + 1));
      records.add(canonical);
      at = at.next(canonical, sha256);
    }
    try (KeyValueStore.Batch batch = store.begin()) {
      batch.put(
          Table.AUDIT, RowKeys.sequence(before.sequence() + 1), AuditRows.encode(before, records));
      batch.commit();
    }
    head = at;
  }

  /** Forgets the oldest row. */
  public void dropFirstRow() {
    try (KeyValueStore.Batch batch = store.begin()) {
      batch.delete(Table.AUDIT, RowKeys.sequence(AuditRows.firstSequence(store)));
      batch.commit();
    }
  }

  public Publisher.Source source() {
    return new Publisher.Source(store, new JcaSha256(), new RecordJson(CHAIN));
  }

  /** All records from {@code sequence} on, as they go out. */
  public List<ExportedRecord> exported(long sequence) {
    RecordJson json = new RecordJson(CHAIN);
    List<ExportedRecord> all = new ArrayList<>();
    AuditRows.read(
        store,
        new JcaSha256(),
        sequence,
        (number, canonical, before, after) ->
            all.add(
                json.export(
                    RecordEncoding.decode(canonical),
                    new ChainHead(number - 1, before),
                    new ChainHead(number, after))));
    return all;
  }

  /** The bytes of all records, one string for each. */
  public List<String> lines() {
    return exported(1).stream().map(InMemoryTopic::text).toList();
  }

  private AuditRecord record(long sequence) {
    boolean denied = sequence % 7 == 0;
    return new AuditRecord(
        sequence,
        FIRST_TIME_MS + sequence,
        3,
        100 + sequence / 40,
        node,
        "spiffe://prod/ns/pay/sa/svc-payments",
        "10.2.3.4:" + (1024 + sequence % 60_000),
        "RETRIEVE_KEY",
        "namespaces/pay/keys/card-" + sequence % 100,
        denied ? 0 : 3,
        new RequestId(0x0198f3c07f117d52L, sequence),
        denied ? AuditDecision.DENIED : AuditDecision.ALLOWED,
        denied ? "PERMISSION_DENIED" : "",
        denied ? List.of() : List.of(new AuditRecord.Detail("algorithm", "AES_256")));
  }
}
