// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a topic keeps, in memory: records, and who may write. Sinks on the same topic fence each
 * other as transactional producers do, and a test can take records away.
 */
public final class InMemoryTopic {
  private final List<ExportedRecord> records = new ArrayList<>();
  private long writers;

  public synchronized List<ExportedRecord> records() {
    return List.copyOf(records);
  }

  /** The bytes of all records, one string for each. */
  public List<String> lines() {
    return records().stream().map(InMemoryTopic::text).toList();
  }

  /** Loses the last records, as an unclean election of a broker does; {@code kept} stay. */
  public synchronized void truncate(int kept) {
    records.subList(kept, records.size()).clear();
  }

  static String text(ExportedRecord record) {
    return new String(record.json(), StandardCharsets.UTF_8);
  }

  synchronized long newWriter() {
    return ++writers;
  }

  synchronized boolean isNewest(long writer) {
    return writer == writers;
  }

  synchronized void add(List<ExportedRecord> more) {
    records.addAll(more);
  }
}
