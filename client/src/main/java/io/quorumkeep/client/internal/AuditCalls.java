// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import com.google.protobuf.ByteString;
import io.quorumkeep.client.AuditDecision;
import io.quorumkeep.client.AuditDetail;
import io.quorumkeep.client.AuditPage;
import io.quorumkeep.client.AuditRecord;
import io.quorumkeep.client.ChainedAuditRecord;
import io.quorumkeep.v1.AuditServiceGrpc;
import io.quorumkeep.v1.Decision;
import io.quorumkeep.v1.ListAuditRecordsRequest;
import io.quorumkeep.v1.ListAuditRecordsResponse;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls {@code quorumkeep.v1.AuditService}. */
public final class AuditCalls {
  private static final HexFormat HEX = HexFormat.of();

  private final Connection connection;
  private final CallContext context;

  /** Calls over {@code connection} as {@code context} says. */
  public AuditCalls(Connection connection, CallContext context) {
    this.connection = connection;
    this.context = context;
  }

  /** Reads records from {@code fromSequence} on; 0 for the oldest. */
  public CompletableFuture<AuditPage> list(long fromSequence, int pageSize) {
    return connection.call(
        AuditServiceGrpc.getListAuditRecordsMethod(),
        ListAuditRecordsRequest.newBuilder()
            .setFromSequence(fromSequence)
            .setPageSize(pageSize)
            .build(),
        "",
        context.adminLimits(),
        AuditCalls::page);
  }

  private static AuditPage page(ListAuditRecordsResponse response) {
    List<ChainedAuditRecord> records = new ArrayList<>();
    Optional<String> previousHead = Optional.of(hex(response.getPreviousHead()));
    for (io.quorumkeep.v1.AuditRecord record : response.getRecordsList()) {
      records.add(
          new ChainedAuditRecord(
              record(record),
              Optional.of(hex(record.getCanonical())),
              previousHead,
              hex(record.getChainHead())));
      previousHead = Optional.empty();
    }
    return new AuditPage(records, response.getNextSequence(), response.getLastSequence());
  }

  private static AuditRecord record(io.quorumkeep.v1.AuditRecord record) {
    return new AuditRecord(
        record.getSequence(),
        Times.instant(record.getTime()),
        record.getRaftTerm(),
        record.getRaftIndex(),
        record.getNode(),
        record.getPrincipal(),
        record.getSource(),
        record.getOperation(),
        record.getResource(),
        record.getVersion(),
        record.getRequestId(),
        decision(record.getDecision()),
        record.getReason(),
        record.getDetailsList().stream()
            .map(detail -> new AuditDetail(detail.getName(), detail.getValue()))
            .toList());
  }

  static AuditDecision decision(Decision decision) {
    return switch (decision) {
      case DECISION_ALLOWED -> AuditDecision.ALLOWED;
      case DECISION_DENIED -> AuditDecision.DENIED;
      case DECISION_REJECTED -> AuditDecision.REJECTED;
      case DECISION_UNSPECIFIED, UNRECOGNIZED -> AuditDecision.UNKNOWN;
    };
  }

  private static String hex(ByteString bytes) {
    return HEX.formatHex(bytes.toByteArray());
  }
}
