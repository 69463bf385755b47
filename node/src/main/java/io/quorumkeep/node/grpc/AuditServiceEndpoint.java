// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.StreamObserver;
import io.quorumkeep.node.application.AuditPage;
import io.quorumkeep.node.application.Queries;
import io.quorumkeep.node.domain.audit.AuditDecision;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.v1.AuditDetail;
import io.quorumkeep.v1.AuditServiceGrpc.AuditServiceImplBase;
import io.quorumkeep.v1.Decision;
import io.quorumkeep.v1.ListAuditRecordsRequest;
import io.quorumkeep.v1.ListAuditRecordsResponse;
import java.time.Instant;

/** Serves {@code quorumkeep.v1.AuditService}: decodes, delegates, encodes. */
final class AuditServiceEndpoint extends AuditServiceImplBase {
  private final Calls calls;
  private final Queries queries;

  AuditServiceEndpoint(Calls calls, Queries queries) {
    this.calls = calls;
    this.queries = queries;
  }

  @Override
  public void listAuditRecords(
      ListAuditRecordsRequest request, StreamObserver<ListAuditRecordsResponse> observer) {
    calls.answer(
        observer,
        "",
        ask -> {
          long from = request.getFromSequence();
          if (from < 0) {
            throw RefusedException.ofField(
                ErrorCatalog.INVALID_ARGUMENT, "from_sequence", "a sequence is not negative");
          }
          int size = Parse.pageSize(request.getPageSize());
          return queries
              .audit(ask.read(), from, size)
              .thenApply(answer -> response(Math.max(1, from), size, Answers.value(answer)));
        });
  }

  private static ListAuditRecordsResponse response(long from, int size, AuditPage found) {
    Page<io.quorumkeep.v1.AuditRecord> page =
        Page.of(found.records(), size, AuditServiceEndpoint::message);
    ListAuditRecordsResponse.Builder response =
        ListAuditRecordsResponse.newBuilder().addAllRecords(page.messages());
    int count = page.messages().size();
    long next = count == 0 ? from : page.messages().get(count - 1).getSequence() + 1;
    if (count > 0) {
      response.setPreviousHead(
          UnsafeByteOperations.unsafeWrap(found.records().get(0).headBefore()));
    }
    // Records may have come between the two reads that a page is made of.
    long last = count == 0 ? found.lastSequence() : Math.max(found.lastSequence(), next - 1);
    return response.setNextSequence(next).setLastSequence(last).build();
  }

  private static io.quorumkeep.v1.AuditRecord message(AuditPage.Chained chained) {
    AuditRecord record = chained.record();
    io.quorumkeep.v1.AuditRecord.Builder out =
        io.quorumkeep.v1.AuditRecord.newBuilder()
            .setSequence(record.sequence())
            .setTime(Times.of(Instant.ofEpochMilli(record.timeMs())))
            .setRaftTerm(record.raftTerm())
            .setRaftIndex(record.raftIndex())
            .setNode(record.node())
            .setPrincipal(record.principal())
            .setSource(record.source())
            .setOperation(record.operation())
            .setResource(record.resource())
            .setVersion(record.version())
            .setRequestId(record.requestId().toString())
            .setDecision(decision(record.decision()))
            .setReason(record.reason())
            .setCanonical(UnsafeByteOperations.unsafeWrap(chained.canonical()))
            .setChainHead(UnsafeByteOperations.unsafeWrap(chained.headAfter()));
    record
        .details()
        .forEach(
            detail ->
                out.addDetails(
                    AuditDetail.newBuilder().setName(detail.name()).setValue(detail.value())));
    return out.build();
  }

  static Decision decision(AuditDecision decision) {
    return switch (decision) {
      case ALLOWED -> Decision.DECISION_ALLOWED;
      case DENIED -> Decision.DECISION_DENIED;
      case REJECTED -> Decision.DECISION_REJECTED;
    };
  }
}
