// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application.history;

import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.audit.AuditDecision;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.store.Rows;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who received a version, of the records of one page.
 *
 * @param recipients in the order of their first release
 */
public record Recipients(TrailPage page, List<Recipient> recipients) {
  public Recipients {
    recipients = List.copyOf(recipients);
  }

  /** The releases to one principal. */
  public record Recipient(
      String principal,
      long count,
      Instant firstTime,
      Instant lastTime,
      long firstSequence,
      long lastSequence) {
    private Recipient and(AuditRecord record) {
      return new Recipient(
          principal,
          count + 1,
          firstTime,
          Instant.ofEpochMilli(record.timeMs()),
          firstSequence,
          record.sequence());
    }
  }

  static Recipients read(
      Rows rows, ScanLimits limits, KeyVersionName version, long from, long end) {
    String key = version.key().toString();
    Map<String, Recipient> found = new LinkedHashMap<>();
    TrailPage page =
        TrailPage.read(
            rows,
            from,
            end,
            limits.records(),
            record -> {
              if (isRelease(record, key, version.version())) {
                add(found, record);
              }
              return found.size() < limits.recipients();
            });
    return new Recipients(page, List.copyOf(found.values()));
  }

  private static boolean isRelease(AuditRecord record, String key, int version) {
    return record.version() == version
        && record.decision() == AuditDecision.ALLOWED
        && TrailPage.isUse(record.operation())
        && record.resource().equals(key);
  }

  private static void add(Map<String, Recipient> found, AuditRecord record) {
    Instant time = Instant.ofEpochMilli(record.timeMs());
    Recipient before = found.get(record.principal());
    found.put(
        record.principal(),
        before == null
            ? new Recipient(record.principal(), 1, time, time, record.sequence(), record.sequence())
            : before.and(record));
  }
}
