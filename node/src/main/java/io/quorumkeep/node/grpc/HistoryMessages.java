// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.application.Queries;
import io.quorumkeep.node.application.history.DryRun;
import io.quorumkeep.node.application.history.HistoryQueries.AccessThen;
import io.quorumkeep.node.application.history.HistoryQueries.KeyThen;
import io.quorumkeep.node.application.history.KeyEvents;
import io.quorumkeep.node.application.history.Recipients;
import io.quorumkeep.node.application.history.TrailPage;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.key.Usage;
import io.quorumkeep.v1.AuditDetail;
import io.quorumkeep.v1.CheckAccessResponse;
import io.quorumkeep.v1.DryRunExample;
import io.quorumkeep.v1.DryRunGrantResponse;
import io.quorumkeep.v1.GetKeyAtResponse;
import io.quorumkeep.v1.KeyEvent;
import io.quorumkeep.v1.ListKeyEventsResponse;
import io.quorumkeep.v1.ListRecipientsResponse;
import io.quorumkeep.v1.Recipient;
import java.time.Instant;
import java.util.List;

/** Answers about the past as messages. */
final class HistoryMessages {
  private static final int MAX_GRANTS = 1_000;
  private static final int MAX_DECIDING_GRANTS = 100;
  private static final KeyEventNames NAMES = new KeyEventNames();

  private HistoryMessages() {}

  static GetKeyAtResponse key(KeyThen then) {
    Page<io.quorumkeep.v1.Grant> grants = Page.of(then.grants(), MAX_GRANTS, GrantMessages::grant);
    return GetKeyAtResponse.newBuilder()
        .setKey(KeyMessages.key(then.key()))
        .setVersion(
            KeyMessages.version(
                new Queries.KeyAnswer(then.key(), then.version(), Usage.NONE, null)))
        .addAllGrants(grants.messages())
        .setGrantsTruncated(grants.more())
        .setTime(Times.of(then.time()))
        .setLastEventSequence(then.lastEvent())
        .build();
  }

  static ListKeyEventsResponse events(String list, int size, List<KeyEvents.Recorded> found) {
    Page<KeyEvent> page = Page.of(found, size, HistoryMessages::event);
    ListKeyEventsResponse.Builder response =
        ListKeyEventsResponse.newBuilder().addAllEvents(page.messages());
    if (page.more()) {
      KeyEvents.Position last = found.get(page.messages().size() - 1).position();
      response.setNextPageToken(HistoryTokens.of(list, last));
    }
    return response.build();
  }

  private static KeyEvent event(KeyEvents.Recorded recorded) {
    KeyEvent.Builder out =
        KeyEvent.newBuilder()
            .setType(recorded.event().match(NAMES))
            .setTime(Times.of(recorded.event().occurredAt()))
            .setSequence(recorded.position().sequence())
            .setVersion(recorded.event().version());
    AuditRecord record = recorded.record();
    if (record != null) {
      out.setPrincipal(record.principal());
      record
          .details()
          .forEach(
              detail ->
                  out.addDetails(
                      AuditDetail.newBuilder().setName(detail.name()).setValue(detail.value())));
    }
    return out.build();
  }

  static CheckAccessResponse access(AccessThen then) {
    CheckAccessResponse.Builder out =
        CheckAccessResponse.newBuilder().setTime(Times.of(then.time()));
    then.grants().stream()
        .limit(MAX_DECIDING_GRANTS)
        .map(GrantMessages::grant)
        .forEach(out::addGrants);
    Rejection rejection = then.rejection();
    return rejection == null
        ? out.setAllowed(true).build()
        : out.setReason(rejection.reason().name()).setDetail(rejection.detail()).build();
  }

  static ListRecipientsResponse recipients(String list, Recipients found) {
    TrailPage page = found.page();
    ListRecipientsResponse.Builder out =
        ListRecipientsResponse.newBuilder()
            .setFromSequence(page.from())
            .setToSequence(page.to())
            .setEndSequence(page.end())
            .setNextPageToken(HistoryTokens.after(list, page));
    found.recipients().forEach(recipient -> out.addRecipients(recipient(recipient)));
    return out.build();
  }

  private static Recipient recipient(Recipients.Recipient recipient) {
    return Recipient.newBuilder()
        .setPrincipal(recipient.principal())
        .setCount(recipient.count())
        .setFirstTime(Times.of(recipient.firstTime()))
        .setLastTime(Times.of(recipient.lastTime()))
        .setFirstSequence(recipient.firstSequence())
        .setLastSequence(recipient.lastSequence())
        .build();
  }

  static DryRunGrantResponse dryRun(String list, DryRun run) {
    TrailPage page = run.page();
    DryRunGrantResponse.Builder out =
        DryRunGrantResponse.newBuilder()
            .setUses(run.uses())
            .setWouldBeDenied(run.wouldBeDenied())
            .setWouldBeAllowed(run.wouldBeAllowed())
            .setFromSequence(page.from())
            .setToSequence(page.to())
            .setEndSequence(page.end())
            .setNextPageToken(HistoryTokens.after(list, page));
    run.examples().forEach(example -> out.addExamples(example(example)));
    return out.build();
  }

  private static DryRunExample example(DryRun.Example example) {
    AuditRecord record = example.record();
    return DryRunExample.newBuilder()
        .setSequence(record.sequence())
        .setTime(Times.of(Instant.ofEpochMilli(record.timeMs())))
        .setPrincipal(record.principal())
        .setOperation(record.operation())
        .setResource(record.resource())
        .setVersion(record.version())
        .setRecorded(AuditServiceEndpoint.decision(record.decision()))
        .setWouldBeAllowed(example.allowed())
        .setReason(example.reason())
        .build();
  }
}
