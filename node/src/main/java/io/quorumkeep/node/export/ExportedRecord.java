// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.audit.ChainHead;
import java.util.List;

/**
 * A record on its way out. Whoever gets one may keep the arrays and not change them.
 *
 * @param head the chain head after the record
 * @param json what {@link RecordJson} makes of it, without a line end
 */
public record ExportedRecord(AuditRecord record, ChainHead head, byte[] json) {
  /**
   * The chain head after {@code records}, which must begin right after {@code tail} and be dense.
   * An empty sink may begin anywhere, for the oldest records may be gone.
   *
   * @throws IllegalArgumentException if they do not: a bug of the caller, and the last place where
   *     it can be kept out of the sink
   */
  public static ChainHead advance(ChainHead tail, List<ExportedRecord> records) {
    ChainHead at = tail;
    for (ExportedRecord record : records) {
      if (at.sequence() != 0 && record.head().sequence() != at.sequence() + 1) {
        throw new IllegalArgumentException(
            "record " + record.head().sequence() + " cannot follow " + at.sequence());
      }
      at = record.head();
    }
    return at;
  }
}
