// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeyDetails;
import io.quorumkeep.client.QuorumkeepClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Destroys a key or a version: in some time, so that it can be taken back, or at once. */
@Command(
    name = "destroy",
    description = {
      "Plans the destruction of a key with all its versions, or of one version.",
      "Until then it is not dispensed, and key keep takes it back. With --now it is gone at once,",
      "which needs an approved proposal. Material is unrecoverable after erasure finalize."
    })
final class KeyDestroyCommand implements Callable<Integer> {
  private static final Duration DEFAULT = Duration.ofDays(30);

  @ParentCommand private @Nullable KeyCommand parent;

  @Parameters(paramLabel = "KEY", description = "pay/card, pay/card/3, or a full name.")
  private String name = "";

  @Option(names = "--in", paramLabel = "SPAN", description = "When, from 7d to 365d. Default: 30d.")
  private @Nullable String after;

  @Option(names = "--now", description = "At once.")
  private boolean now;

  @Option(names = "--proposal", paramLabel = "ID", description = "The approved proposal.")
  private @Nullable String proposal;

  @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why.")
  private String reason = "";

  @Option(
      names = "--dry-run",
      description = "Show what it is and who used it last; change nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  public Integer call() {
    if (parent == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    if (now && after != null) {
      throw new UsageException("--now or --in, not both");
    }
    if (!now && proposal != null) {
      throw new UsageException("--proposal is for --now");
    }
    Session session = parent.session();
    String key = Names.keyOrVersion(name);
    try (QuorumkeepClient client = session.connect()) {
      if (dryRun || !yes) {
        KeyDetails details = client.getKey(key);
        session.terminal().err().println(warning(details));
        if (dryRun) {
          session.print(() -> Json.of(details), () -> KeyTables.details(details));
          return ExitCode.OK.number();
        }
        Confirmation.ask(
            session.terminal(),
            now ? "Destroying " + key + " cannot be taken back." : "Planning its destruction.",
            key);
      }
      destroy(session, client, key);
    }
    return ExitCode.OK.number();
  }

  private void destroy(Session session, QuorumkeepClient client, String key) {
    if (now) {
      Key gone = client.destroyKey(key, proposal == null ? "" : Names.proposal(proposal), reason);
      session.print(() -> Json.of(gone), () -> KeyTables.keys(List.of(gone)));
    } else {
      Duration wait = after == null ? DEFAULT : Durations.parse(after);
      KeyDetails planned = client.scheduleDestruction(key, wait, reason);
      session.print(() -> Json.of(planned), () -> KeyTables.details(planned));
    }
  }

  private static String warning(KeyDetails details) {
    return details
        .version()
        .lastUse()
        .map(
            use ->
                details.version().name()
                    + " was used last by "
                    + use.principal()
                    + details.version().lastUseTime().map(time -> " at " + time).orElse("")
                    + ", audit sequence "
                    + use.auditSequence())
        .orElse(details.version().name() + " was never used, as far as is recorded");
  }
}
