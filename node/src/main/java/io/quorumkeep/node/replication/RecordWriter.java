// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.audit.AuditDecision;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.batch.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the audit records of the commands that one node took. */
final class RecordWriter {
  private final EntryWork work;
  private final String node;

  RecordWriter(EntryWork work, String node) {
    this.work = work;
    this.node = node;
  }

  /** Writes the record of one command, and returns its sequence. */
  long write(
      Command command,
      String operation,
      String resource,
      int version,
      @Nullable Rejection rejection,
      List<AuditRecord.Detail> details) {
    long sequence = work.nextSequence();
    work.record(
        new AuditRecord(
            sequence,
            work.now().toEpochMilli(),
            work.position().term(),
            work.position().index(),
            node,
            command.origin().principal().uri(),
            command.origin().source(),
            operation,
            resource,
            version,
            command.requestId(),
            AuditDecision.of(rejection),
            rejection == null ? "" : rejection.reason().name(),
            details));
    return sequence;
  }
}
