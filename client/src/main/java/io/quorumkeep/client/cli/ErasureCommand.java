// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.ErasureCertificate;
import io.quorumkeep.client.ErasurePhase;
import io.quorumkeep.client.ErasureStatus;
import io.quorumkeep.client.QuorumkeepClient;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Commands about making destruction final. */
@Command(name = "erasure", description = "Makes the destruction of key versions final.")
final class ErasureCommand implements Runnable {
  /** Not shorter: each look is a record of the audit trail. */
  private static final Duration WATCH_PERIOD = Duration.ofSeconds(2);

  @ParentCommand private @Nullable QuorumkeepCli root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  @Command(
      name = "finalize",
      description = "Begins to erase the material of all versions destroyed so far.")
  int finalizeDestruction(
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "Why, for the certificate.")
          String reason,
      @Option(names = "--dry-run", description = "Only tell what it would cover.") boolean dryRun,
      @Option(names = "--yes", description = "Do not ask.") boolean yes) {
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      ErasureStatus before = client.erasureStatus();
      if (dryRun) {
        session.message(coverage(before) + " Nothing was done.");
        print(session, before);
        return ExitCode.OK.number();
      }
      if (!yes) {
        String epoch = "epoch-" + before.epoch();
        Confirmation.ask(
            session.terminal(),
            coverage(before) + " The secret of " + epoch + " is then overwritten everywhere.",
            epoch);
      }
      print(session, client.finalizeDestruction(reason));
    }
    return ExitCode.OK.number();
  }

  @Command(name = "status", description = "Shows how far the erasure is.")
  int status(
      @Option(
              names = {"-w", "--watch"},
              description = "Go on until none is under way.")
          boolean watch)
      throws InterruptedException {
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      ErasureStatus status = client.erasureStatus();
      print(session, status);
      while (watch
          && status.phase() != ErasurePhase.IDLE
          && !session.terminal().out().checkError()) {
        TimeUnit.MILLISECONDS.sleep(WATCH_PERIOD.toMillis());
        status = client.erasureStatus();
        print(session, status);
      }
    }
    return ExitCode.OK.number();
  }

  @Command(name = "list", description = "Lists the certificates, the newest first.")
  int list() {
    Session session = session();
    try (QuorumkeepClient client = session.connect();
        Stream<ErasureCertificate> certificates = client.listErasures()) {
      if (session.isJson()) {
        for (Iterator<ErasureCertificate> each = certificates.iterator(); each.hasNext(); ) {
          session.terminal().out().println(Json.line(ErasureJson.of(each.next())));
        }
      } else {
        session.print(table(certificates));
      }
    }
    return ExitCode.OK.number();
  }

  private Session session() {
    if (root == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    return root.session();
  }

  private static String coverage(ErasureStatus status) {
    return "It covers "
        + status.destroyedVersions()
        + " destroyed versions, and wraps the material of "
        + status.materials()
        + " others anew.";
  }

  private static void print(Session session, ErasureStatus status) {
    session.print(() -> ErasureJson.of(status), () -> table(status));
  }

  private static Table table(ErasureStatus status) {
    Table table =
        new Table("ATTRIBUTE", "VALUE")
            .row("phase", status.phase().name())
            .row("epoch", Integer.toString(status.epoch()))
            .row("materials", Long.toString(status.materials()))
            .row("destroyed, not erased", Long.toString(status.destroyedVersions()))
            .row("certificates", Long.toString(status.certificates()));
    status.lastCompleteTime().ifPresent(time -> table.row("last complete", time.toString()));
    status.run().ifPresent(run -> addRun(table, run));
    return table;
  }

  private static void addRun(Table table, ErasureStatus.Run run) {
    table
        .row("from epoch", Integer.toString(run.fromEpoch()))
        .row("to epoch", Integer.toString(run.toEpoch()))
        .row("started", run.startTime().toString())
        .row("started by", run.startedBy())
        .row("reason", run.reason().isEmpty() ? "-" : run.reason())
        .row("remaining", run.remaining() + " of " + run.total());
    for (ErasureStatus.Member member : run.members()) {
      table.row(
          "member " + member.node(),
          member
              .attestation()
              .map(attestation -> "attested " + attestation.time())
              .orElse(member.holdsSecret() ? "holds the next secret" : "waits for the secret"));
    }
  }

  private static Table table(Stream<ErasureCertificate> certificates) {
    Table table =
        new Table(
            "NUMBER",
            "EPOCH",
            "COMPLETE",
            "COVERS UNTIL",
            "DESTROYED",
            "MOVED",
            "MEMBERS",
            "REASON");
    certificates.forEach(
        each ->
            table.row(
                Long.toString(each.number()),
                Integer.toString(each.epoch()),
                each.completeTime().toString(),
                each.turnTime().toString(),
                Long.toString(each.destroyedVersions()),
                Long.toString(each.rewrapped()),
                Integer.toString(each.attestations().size()),
                each.reason().isEmpty() ? "-" : each.reason()));
    return table;
  }
}
