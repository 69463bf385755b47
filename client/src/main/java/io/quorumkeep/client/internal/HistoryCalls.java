// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.quorumkeep.client.AccessAnswer;
import io.quorumkeep.client.AccessQuestion;
import io.quorumkeep.client.AuditDetail;
import io.quorumkeep.client.DryRun;
import io.quorumkeep.client.DryRunRange;
import io.quorumkeep.client.Grant;
import io.quorumkeep.client.GrantChange;
import io.quorumkeep.client.KeyDetails;
import io.quorumkeep.client.KeyEvent;
import io.quorumkeep.client.Moment;
import io.quorumkeep.client.Page;
import io.quorumkeep.client.PastKey;
import io.quorumkeep.client.Recipient;
import io.quorumkeep.client.RecipientPage;
import io.quorumkeep.v1.CheckAccessRequest;
import io.quorumkeep.v1.DryRunExample;
import io.quorumkeep.v1.DryRunGrantRequest;
import io.quorumkeep.v1.DryRunGrantResponse;
import io.quorumkeep.v1.GetKeyAtRequest;
import io.quorumkeep.v1.HistoryServiceGrpc;
import io.quorumkeep.v1.ListKeyEventsRequest;
import io.quorumkeep.v1.ListRecipientsRequest;
import io.quorumkeep.v1.ListRecipientsResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Calls {@code quorumkeep.v1.HistoryService}. */
public final class HistoryCalls {
  private final Connection connection;
  private final CallContext context;

  /** Calls over {@code connection} as {@code context} says. */
  public HistoryCalls(Connection connection, CallContext context) {
    this.connection = connection;
    this.context = context;
  }

  /** Reads a key, or a version of it, as it was. */
  public CompletableFuture<PastKey> key(String name, Moment moment) {
    return connection.call(
        HistoryServiceGrpc.getGetKeyAtMethod(),
        GetKeyAtRequest.newBuilder().setName(name).setAt(moment(moment)).build(),
        "",
        context.adminLimits(),
        response ->
            new PastKey(
                new KeyDetails(
                    KeyMessages.key(response.getKey()), KeyMessages.version(response.getVersion())),
                grants(response.getGrantsList()),
                response.getGrantsTruncated(),
                Times.instant(response.getTime()),
                response.getLastEventSequence()));
  }

  /** Reads a page of what happened to a key. */
  public CompletableFuture<Page<KeyEvent>> events(String name, int pageSize, String pageToken) {
    return connection.call(
        HistoryServiceGrpc.getListKeyEventsMethod(),
        ListKeyEventsRequest.newBuilder()
            .setName(name)
            .setPageSize(pageSize)
            .setPageToken(pageToken)
            .build(),
        "",
        context.adminLimits(),
        response ->
            new Page<>(
                response.getEventsList().stream().map(HistoryCalls::event).toList(),
                Pages.token(response.getNextPageToken())));
  }

  private static KeyEvent event(io.quorumkeep.v1.KeyEvent event) {
    return new KeyEvent(
        event.getType(),
        Times.instant(event.getTime()),
        event.getSequence(),
        event.getVersion(),
        event.getPrincipal(),
        event.getDetailsList().stream()
            .map(detail -> new AuditDetail(detail.getName(), detail.getValue()))
            .toList());
  }

  /** Asks whether a request would have been allowed. */
  public CompletableFuture<AccessAnswer> access(AccessQuestion question) {
    CheckAccessRequest.Builder request =
        CheckAccessRequest.newBuilder()
            .setPrincipal(question.principal())
            .setName(question.name())
            .setAt(moment(question.at()));
    question.permission().map(GrantCalls::permission).ifPresent(request::setPermission);
    return connection.call(
        HistoryServiceGrpc.getCheckAccessMethod(),
        request.build(),
        "",
        context.adminLimits(),
        response ->
            new AccessAnswer(
                response.getAllowed(),
                response.getReason(),
                response.getDetail(),
                grants(response.getGrantsList()),
                Times.instant(response.getTime())));
  }

  /** Reads a page of who received a version. */
  public CompletableFuture<RecipientPage> recipients(String version, String pageToken) {
    return connection.call(
        HistoryServiceGrpc.getListRecipientsMethod(),
        ListRecipientsRequest.newBuilder().setName(version).setPageToken(pageToken).build(),
        "",
        context.adminLimits(),
        HistoryCalls::recipients);
  }

  private static RecipientPage recipients(ListRecipientsResponse response) {
    return new RecipientPage(
        response.getRecipientsList().stream().map(HistoryCalls::recipient).toList(),
        Pages.token(response.getNextPageToken()),
        response.getFromSequence(),
        response.getToSequence(),
        response.getEndSequence());
  }

  private static Recipient recipient(io.quorumkeep.v1.Recipient recipient) {
    return new Recipient(
        recipient.getPrincipal(),
        recipient.getCount(),
        Times.instant(recipient.getFirstTime()),
        Times.instant(recipient.getLastTime()),
        recipient.getFirstSequence(),
        recipient.getLastSequence());
  }

  /** Reads a page of what a change of the grants would have meant. */
  public CompletableFuture<DryRun> dryRun(
      GrantChange change, DryRunRange range, int examples, String pageToken) {
    DryRunGrantRequest.Builder request =
        DryRunGrantRequest.newBuilder()
            .setFromSequence(range.fromSequence())
            .setToSequence(range.toSequence())
            .setMaxExamples(examples)
            .setPageToken(pageToken);
    if (change instanceof GrantChange.Create create) {
      request.setCreate(GrantCalls.grant(create.grant()));
    } else {
      request.setRevoke(((GrantChange.Revoke) change).name());
    }
    return connection.call(
        HistoryServiceGrpc.getDryRunGrantMethod(),
        request.build(),
        "",
        context.adminLimits(),
        HistoryCalls::dryRun);
  }

  private static DryRun dryRun(DryRunGrantResponse response) {
    return new DryRun(
        response.getUses(),
        response.getWouldBeDenied(),
        response.getWouldBeAllowed(),
        response.getExamplesList().stream().map(HistoryCalls::example).toList(),
        response.getFromSequence(),
        response.getToSequence(),
        response.getEndSequence(),
        Pages.token(response.getNextPageToken()));
  }

  private static DryRun.Example example(DryRunExample example) {
    return new DryRun.Example(
        example.getSequence(),
        Times.instant(example.getTime()),
        example.getPrincipal(),
        example.getOperation(),
        example.getResource(),
        example.getVersion(),
        AuditCalls.decision(example.getRecorded()),
        example.getWouldBeAllowed(),
        example.getReason());
  }

  private static io.quorumkeep.v1.Moment moment(Moment moment) {
    io.quorumkeep.v1.Moment.Builder out = io.quorumkeep.v1.Moment.newBuilder();
    if (moment instanceof Moment.AtTime at) {
      return out.setTime(Times.timestamp(at.time())).build();
    }
    return out.setSequence(((Moment.AfterRecord) moment).sequence()).build();
  }

  private static List<Grant> grants(List<io.quorumkeep.v1.Grant> grants) {
    return grants.stream().map(GrantCalls::grant).toList();
  }
}
