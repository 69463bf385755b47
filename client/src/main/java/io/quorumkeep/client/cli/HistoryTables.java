// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.AccessAnswer;
import io.quorumkeep.client.DryRun;
import io.quorumkeep.client.Grant;
import io.quorumkeep.client.KeyEvent;
import io.quorumkeep.client.PastKey;
import io.quorumkeep.client.Recipient;
import java.util.List;
import java.util.stream.Collectors;

/** Answers about the past in columns. */
final class HistoryTables {
  private static final String NONE = "-";

  private HistoryTables() {}

  /** As {@code key get} shows a key, without its use counts, and what only the past has. */
  static Table key(PastKey past) {
    return KeyTables.past(past.details())
        .row("as of", past.time() + ", event " + past.lastEventSequence())
        .row("grants", grants(past.grants()) + (past.grantsTruncated() ? " …" : ""));
  }

  static Table events(List<KeyEvent> events) {
    Table table = new Table("SEQUENCE", "TIME", "EVENT", "VERSION", "PRINCIPAL", "DETAILS");
    for (KeyEvent event : events) {
      table.row(
          Long.toString(event.sequence()),
          event.time().toString(),
          event.type(),
          event.version() == 0 ? NONE : Integer.toString(event.version()),
          event.principal().isEmpty() ? NONE : event.principal(),
          event.details().isEmpty()
              ? NONE
              : event.details().stream()
                  .map(detail -> detail.name() + "=" + detail.value())
                  .collect(Collectors.joining(" ")));
    }
    return table;
  }

  static Table recipients(List<Recipient> recipients) {
    Table table =
        new Table(
            "PRINCIPAL", "COUNT", "FIRST TIME", "LAST TIME", "FIRST SEQUENCE", "LAST SEQUENCE");
    for (Recipient recipient : recipients) {
      table.row(
          recipient.principal(),
          Long.toString(recipient.count()),
          recipient.firstTime().toString(),
          recipient.lastTime().toString(),
          Long.toString(recipient.firstSequence()),
          Long.toString(recipient.lastSequence()));
    }
    return table;
  }

  static Table access(AccessAnswer answer) {
    return new Table("ATTRIBUTE", "VALUE")
        .row("allowed", answer.allowed() ? "yes" : "no")
        .row("reason", answer.allowed() ? NONE : answer.reason() + ": " + answer.detail())
        .row("as of", answer.time().toString())
        .row("grants", grants(answer.grants()));
  }

  static Table dryRun(DryRun run) {
    return new Table("ATTRIBUTE", "VALUE")
        .row("records", run.fromSequence() + " to " + run.toSequence())
        .row("uses", Long.toString(run.uses()))
        .row("would be denied", Long.toString(run.wouldBeDenied()))
        .row("would be allowed", Long.toString(run.wouldBeAllowed()));
  }

  static Table examples(List<DryRun.Example> examples) {
    Table table =
        new Table("SEQUENCE", "TIME", "OPERATION", "RESOURCE", "PRINCIPAL", "RECORDED", "WOULD BE");
    for (DryRun.Example example : examples) {
      table.row(
          Long.toString(example.sequence()),
          example.time().toString(),
          example.operation(),
          example.version() == 0
              ? example.resource()
              : example.resource() + " v" + example.version(),
          example.principal(),
          example.recorded().name(),
          example.wouldBeAllowed() ? "ALLOWED" : example.reason());
    }
    return table;
  }

  private static String grants(List<Grant> grants) {
    return grants.isEmpty()
        ? NONE
        : grants.stream().map(Grant::name).collect(Collectors.joining(" "));
  }
}
