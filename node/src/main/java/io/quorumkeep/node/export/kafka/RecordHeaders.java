// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export.kafka;

import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.export.ChainName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The CloudEvents 1.0 headers of a record, binary mode. Like the value they follow from the record
 * alone. One thread uses it.
 */
final class RecordHeaders {
  private static final String TYPE = "io.quorumkeep.audit.v1.";
  private static final Header CONTENT_TYPE = header("content-type", "application/json");
  private static final Header VERSION = header("ce_specversion", "1.0");

  private final ChainName chain;
  private final Header source;
  private Header time = header("ce_time", "");
  private long timeMs = Long.MIN_VALUE;

  RecordHeaders(ChainName chain) {
    this.chain = chain;
    this.source = header("ce_source", "//quorumkeep/" + chain.clusterId());
  }

  List<Header> of(AuditRecord record) {
    if (record.timeMs() != timeMs) {
      timeMs = record.timeMs();
      time = header("ce_time", Instant.ofEpochMilli(timeMs).toString());
    }
    return List.of(
        CONTENT_TYPE,
        VERSION,
        header("ce_id", chain.uid() + "/" + record.sequence()),
        source,
        header("ce_type", TYPE + record.operation().toLowerCase(Locale.ROOT)),
        time,
        header("ce_subject", record.resource()));
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
