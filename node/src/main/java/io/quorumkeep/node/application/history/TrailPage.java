// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application.history;

import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.audit.RecordEncoding;
import io.quorumkeep.node.store.AuditRows;
import io.quorumkeep.node.store.Rows;
import java.util.function.Predicate;

/**
 * The records that one page looks at.
 *
 * @param from the first
 * @param to the last; before {@code from} if there was none
 * @param end where the last page ends
 */
public record TrailPage(long from, long to, long end) {
  /** Whether there is a page after this one. */
  public boolean more() {
    return to < end;
  }

  /** Whether an operation of a record is a use of a key. */
  static boolean isUse(String operation) {
    return operation.equals(Permission.RETRIEVE_KEY.name())
        || operation.equals(Permission.RETRIEVE_KEY_VERSION.name());
  }

  /**
   * Visits records until the page is full.
   *
   * @param limit records on the page, at most
   * @param visitor returns false if the page is full with this record
   */
  static TrailPage read(Rows rows, long from, long end, int limit, Predicate<AuditRecord> visitor) {
    long last = Math.min(end, from + limit - 1);
    long[] to = {from - 1};
    if (from <= last) {
      AuditRows.read(
          rows,
          new JcaSha256(),
          from,
          (sequence, canonical, before, after) -> {
            to[0] = sequence;
            return visitor.test(RecordEncoding.decode(canonical)) && sequence < last;
          });
    }
    return new TrailPage(from, to[0], end);
  }
}
