// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.stub.StreamObserver;
import io.quorumkeep.node.application.Queries;
import io.quorumkeep.node.application.history.HistoryQueries;
import io.quorumkeep.node.application.history.HistoryQueries.Past;
import io.quorumkeep.node.application.history.HistoryQueries.Range;
import io.quorumkeep.node.application.history.KeyEvents;
import io.quorumkeep.node.application.history.Moment;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.history.Access;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.v1.CheckAccessRequest;
import io.quorumkeep.v1.CheckAccessResponse;
import io.quorumkeep.v1.DryRunGrantRequest;
import io.quorumkeep.v1.DryRunGrantResponse;
import io.quorumkeep.v1.GetKeyAtRequest;
import io.quorumkeep.v1.GetKeyAtResponse;
import io.quorumkeep.v1.HistoryServiceGrpc.HistoryServiceImplBase;
import io.quorumkeep.v1.ListKeyEventsRequest;
import io.quorumkeep.v1.ListKeyEventsResponse;
import io.quorumkeep.v1.ListRecipientsRequest;
import io.quorumkeep.v1.ListRecipientsResponse;

/** Serves {@code quorumkeep.v1.HistoryService}: decodes, delegates, encodes. */
final class HistoryServiceEndpoint extends HistoryServiceImplBase {
  private static final Range WHOLE = new Range(0, 0);

  private final Calls calls;
  private final HistoryQueries history;

  HistoryServiceEndpoint(Calls calls, HistoryQueries history) {
    this.calls = calls;
    this.history = history;
  }

  @Override
  public void getKeyAt(GetKeyAtRequest request, StreamObserver<GetKeyAtResponse> observer) {
    calls.answer(
        observer,
        "",
        ask -> {
          KeyVersionName name = Parse.keyVersionName(request.getName());
          Moment moment = HistoryRequests.moment(request.getAt());
          return history
              .key(ask.read(), name, moment)
              .thenApply(answer -> HistoryMessages.key(value("at", answer)));
        });
  }

  @Override
  public void listKeyEvents(
      ListKeyEventsRequest request, StreamObserver<ListKeyEventsResponse> observer) {
    calls.answer(
        observer,
        "",
        ask -> {
          KeyName name = Parse.keyName(request.getName());
          String list = "events." + name.namespace() + "~" + name.key();
          KeyEvents.Position after = HistoryTokens.position(list, request.getPageToken());
          int size = Parse.pageSize(request.getPageSize());
          return history
              .events(ask.read(), name, after, size + 1)
              .thenApply(answer -> HistoryMessages.events(list, size, Answers.value(answer)));
        });
  }

  @Override
  public void checkAccess(
      CheckAccessRequest request, StreamObserver<CheckAccessResponse> observer) {
    calls.answer(
        observer,
        "",
        ask -> {
          KeyVersionName name = Parse.keyVersionName(request.getName());
          Access access = HistoryRequests.access(request, name);
          Moment moment = HistoryRequests.moment(request.getAt());
          return history
              .access(ask.read(), access, name, moment)
              .thenApply(answer -> HistoryMessages.access(value("at", answer)));
        });
  }

  @Override
  public void listRecipients(
      ListRecipientsRequest request, StreamObserver<ListRecipientsResponse> observer) {
    calls.answer(
        observer,
        "",
        ask -> {
          KeyVersionName version = HistoryRequests.version(request.getName());
          String list =
              PageToken.listOf(
                  "recipients", RequestHash.of("ListRecipients").text(version.toString()).finish());
          Range range = HistoryTokens.range(list, request.getPageToken(), WHOLE);
          return history
              .recipients(ask.read(), version, range)
              .thenApply(answer -> HistoryMessages.recipients(list, value("page_token", answer)));
        });
  }

  @Override
  public void dryRunGrant(
      DryRunGrantRequest request, StreamObserver<DryRunGrantResponse> observer) {
    calls.answer(
        observer,
        "",
        ask -> {
          PolicyCommand change = HistoryRequests.change(request, ask.id());
          int examples = HistoryRequests.examples(request.getMaxExamples());
          String list = PageToken.listOf("dry-run", HistoryRequests.digest(request));
          Range range =
              HistoryTokens.range(list, request.getPageToken(), HistoryRequests.range(request));
          return history
              .dryRun(ask.read(), change, range, examples)
              .thenApply(answer -> HistoryMessages.dryRun(list, value("to_sequence", answer)));
        });
  }

  /**
   * The value of an answer.
   *
   * @param field which field is to blame if the question makes no sense
   */
  private static <T> T value(String field, Queries.Answer<Past<T>> answer) {
    Past<T> past = Answers.value(answer);
    T value = past.value();
    if (value == null) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_ARGUMENT, field, past.complaint());
    }
    return value;
  }
}
