// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.AccessAnswer;
import io.quorumkeep.client.AccessQuestion;
import io.quorumkeep.client.DryRun;
import io.quorumkeep.client.DryRunRange;
import io.quorumkeep.client.GrantChange;
import io.quorumkeep.client.GrantEffect;
import io.quorumkeep.client.GrantSpec;
import io.quorumkeep.client.QuorumkeepClient;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Commands about what the grants mean, and would have meant. */
@Command(name = "access", description = "Says who could do what, and what a change would mean.")
final class AccessCommand implements Runnable {
  @ParentCommand private @Nullable QuorumkeepCli root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  @Command(
      name = "check",
      description = {
        "Says whether a principal could do something to a key at a moment.",
        "Done in either case: look at the answer, not at the exit code."
      })
  int check(
      @Parameters(paramLabel = "KEY", description = "pay/card, pay/card/3, or a full name.")
          String name,
      @Option(
              names = "--principal",
              required = true,
              paramLabel = "SPIFFE-ID",
              description = "Who.")
          String principal,
      @Option(names = "--at", required = true, paramLabel = "MOMENT", description = Moments.FORM)
          String at,
      @Option(
              names = "--permission",
              paramLabel = "NAME",
              description = "What: retrieve-key, rotate-key, … Default: to retrieve it.")
          @Nullable String permission) {
    AccessQuestion question =
        new AccessQuestion(
            principal,
            Names.keyOrVersion(name),
            Optional.ofNullable(permission).map(GrantCommand::permissionOf),
            Moments.parse(at));
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      AccessAnswer answer = client.checkAccess(question);
      session.print(() -> HistoryJson.of(answer), () -> HistoryTables.access(answer));
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "dry-run",
      description = {
        "Counts the uses on record that would end otherwise if the grants were changed.",
        "Changes nothing. Give --revoke, or --principal, --resource and --permission of a grant."
      })
  int dryRun(
      @Option(names = "--revoke", paramLabel = "GRANT", description = "A grant to take back.")
          @Nullable String revoke,
      @Option(names = "--principal", paramLabel = "SPIFFE-ID", description = "As grant create.")
          @Nullable String principal,
      @Option(names = "--resource", paramLabel = "KEY", description = "As grant create.")
          @Nullable String resource,
      @Option(
              names = "--permission",
              split = ",",
              paramLabel = "NAME",
              description = "As grant create.")
          @Nullable List<String> permissions,
      @Option(names = "--deny", description = "As grant create.") boolean deny,
      @Option(
              names = "--from",
              paramLabel = "N",
              defaultValue = "0",
              description = "The first audit record. Default: the oldest.")
          long from,
      @Option(
              names = "--to",
              paramLabel = "N",
              defaultValue = "0",
              description = "The last audit record. Default: the newest.")
          long to,
      @Option(
              names = "--examples",
              paramLabel = "N",
              defaultValue = "10",
              description = "How many to show, up to 100. Default: ${DEFAULT-VALUE}.")
          int examples) {
    GrantChange change =
        revoke == null
            ? GrantChange.create(grant(principal, resource, permissions, deny))
            : GrantChange.revoke(alone(Names.grant(revoke), principal, resource, permissions));
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      DryRun run =
          client.dryRun(change, new DryRunRange(from, to, examples), new Progress(session));
      session.print(() -> HistoryJson.of(run), () -> HistoryTables.dryRun(run));
      if (!session.isJson() && !run.examples().isEmpty()) {
        session.terminal().out().println();
        session.print(HistoryTables.examples(run.examples()));
      }
    }
    return ExitCode.OK.number();
  }

  private static GrantSpec grant(
      @Nullable String principal,
      @Nullable String resource,
      @Nullable List<String> permissions,
      boolean deny) {
    if (principal == null || resource == null || permissions == null) {
      throw new UsageException(
          "say which change: --revoke GRANT, or --principal, --resource and --permission");
    }
    return new GrantSpec(
        principal,
        Names.resource(resource),
        permissions.stream().map(GrantCommand::permissionOf).toList(),
        deny ? GrantEffect.DENY : GrantEffect.ALLOW);
  }

  private static String alone(
      String grant,
      @Nullable String principal,
      @Nullable String resource,
      @Nullable List<String> permissions) {
    if (principal != null || resource != null || permissions != null) {
      throw new UsageException("one change at a time: --revoke stands alone");
    }
    return grant;
  }

  private Session session() {
    if (root == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    return root.session();
  }
}
