// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.AuditPage;
import io.quorumkeep.client.AuditRecord;
import io.quorumkeep.client.ChainedAuditRecord;
import io.quorumkeep.client.QuorumkeepClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Commands about the audit trail. */
@Command(
    name = "audit",
    description = "Reads and verifies the audit trail.",
    subcommands = AuditVerifyCommand.class)
final class AuditCommand implements Runnable {
  private static final int PAGE = 1_000;
  private static final int DEFAULT_LINES = 20;

  /** Not shorter: each look is a record of the trail itself. */
  private static final Duration FOLLOW_PERIOD = Duration.ofSeconds(2);

  @ParentCommand private @Nullable QuorumkeepCli root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  Session session() {
    if (root == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    return root.session();
  }

  @Command(name = "tail", description = "Shows the last records, or those from a number on.")
  int tail(
      @Option(names = "--from", paramLabel = "N", description = "The first record to show.")
          @Nullable Long from,
      @Option(
              names = {"-n", "--lines"},
              paramLabel = "N",
              defaultValue = "" + DEFAULT_LINES,
              description = "How many of the last ones. Default: ${DEFAULT-VALUE}.")
          int lines,
      @Option(
              names = {"-f", "--follow"},
              description = "Go on as records are written.")
          boolean follow)
      throws InterruptedException {
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      long next =
          from != null
              ? from
              : Math.max(1, client.listAuditRecords(0, 1).lastSequence() - lines + 1);
      boolean headers = true;
      while (!session.terminal().out().checkError()) {
        AuditPage page = client.listAuditRecords(next, PAGE);
        headers = print(session, page, headers);
        next = page.nextSequence();
        if (page.isLast()) {
          if (!follow) {
            break;
          }
          TimeUnit.MILLISECONDS.sleep(FOLLOW_PERIOD.toMillis());
        }
      }
    }
    return ExitCode.OK.number();
  }

  private static boolean print(Session session, AuditPage page, boolean headers) {
    if (session.isJson()) {
      for (ChainedAuditRecord record : page.records()) {
        session.terminal().out().println(Json.line(Json.of(record)));
      }
      return headers;
    }
    Table table =
        new Table("SEQUENCE", "TIME", "DECISION", "OPERATION", "RESOURCE", "PRINCIPAL", "REASON");
    for (ChainedAuditRecord chained : page.records()) {
      AuditRecord record = chained.record();
      table.row(
          Long.toString(record.sequence()),
          record.time().toString(),
          record.decision().name(),
          record.operation(),
          record.version() == 0 ? record.resource() : record.resource() + " v" + record.version(),
          record.principal(),
          record.reason().isEmpty() ? "-" : record.reason());
    }
    if (headers) {
      session.print(table);
    } else {
      table.print(session.terminal().out(), false);
    }
    return headers && page.records().isEmpty();
  }
}
