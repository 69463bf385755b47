// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.domain.audit.RecordEncoding;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how many records one thread makes ready for a sink in a second of its processor time:
 * run its {@code main}. The figures have to stay above the rate at which a cluster writes records.
 */
final class RecordJsonThroughput {
  private static final Logger LOGGER = LoggerFactory.getLogger(RecordJsonThroughput.class);
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 8;
  private static final int RECORDS = 100_000;
  private static final int ROW = 200;

  private RecordJsonThroughput() {}

  public static void main(String[] arguments) {
    AuditTrail trail = new AuditTrail();
    for (int i = 0; i < RECORDS; i += ROW) {
      trail.append(ROW);
    }
    List<ExportedRecord> records = trail.exported(1);
    RecordJson json = new RecordJson(AuditTrail.CHAIN);
    Outbox outbox =
        new Outbox(
            trail.store(), new JcaSha256(), new RecordJson(AuditTrail.CHAIN), RECORDS, 1 << 30);
    for (int round = 1; round <= ROUNDS; round++) {
      long bytes = 0;
      long start = CPU.getCurrentThreadCpuTime();
      for (int i = 1; i < RECORDS; i++) {
        ExportedRecord record = records.get(i);
        bytes +=
            json.export(record.record(), records.get(i - 1).head(), record.head()).json().length;
      }
      long written = perSecond(start);
      start = CPU.getCurrentThreadCpuTime();
      for (int i = 1; i < RECORDS; i++) {
        bytes += RecordEncoding.encode(records.get(i).record()).length;
      }
      long encoded = perSecond(start);
      start = CPU.getCurrentThreadCpuTime();
      int read = outbox.after(ChainHead.start()).size();
      LOGGER.info(
          "round {}: {} records/s to JSON of {} bytes, {}/s encoded, {}/s of {} from store to JSON",
          round,
          written,
          bytes / RECORDS,
          encoded,
          perSecond(start),
          read);
    }
  }

  private static long perSecond(long start) {
    return RECORDS * 1_000_000_000L / (CPU.getCurrentThreadCpuTime() - start);
  }
}
