// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.audit.RecordEncoding;
import io.quorumkeep.node.store.AuditRows;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.StateReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Some audit records, one after the other.
 *
 * @param lastSequence the last record there is
 */
public record AuditPage(List<Chained> records, long lastSequence) {
  public AuditPage {
    records = List.copyOf(records);
  }

  /**
   * A record with its place in the chain. The arrays are 32 bytes; nobody changes them.
   *
   * @param canonical the record's bytes
   */
  public record Chained(
      AuditRecord record, byte[] canonical, byte[] headBefore, byte[] headAfter) {}

  static AuditPage read(KeyValueStore store, long from, int limit) {
    long last = new StateReader(store).cluster().auditHead().sequence();
    List<Chained> records = new ArrayList<>();
    AuditRows.read(
        store,
        new JcaSha256(),
        from,
        (sequence, canonical, before, after) -> {
          records.add(new Chained(RecordEncoding.decode(canonical), canonical, before, after));
          return records.size() < limit;
        });
    return new AuditPage(records, last);
  }
}
