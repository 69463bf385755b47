// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeyState;
import io.quorumkeep.client.KeyVersion;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.recovery.OpenedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * Brings a destroyed version back: opens its image here, and gives the cluster what it holds. The
 * cluster takes it only if it is what was archived of this very version.
 */
@Command(
    name = "recover",
    description = {
      "Brings a destroyed version back from its image, which is opened on this machine.",
      "It comes back deactivated, or compromised if it ever was."
    })
final class KeyRecoverCommand implements Callable<Integer> {
  @ParentCommand private @Nullable KeyCommand parent;

  @Parameters(
      paramLabel = "VERSION",
      description = "pay/card/3, or namespaces/pay/keys/card/versions/3.")
  private String name = "";

  @Option(
      names = "--image",
      required = true,
      paramLabel = "FILE",
      description = "Its image, from 'quorumkeep archive get'.")
  private Path image = Path.of("");

  @Mixin private RecoveryKeyOptions key = new RecoveryKeyOptions();

  @Option(
      names = "--proposal",
      paramLabel = "ID",
      defaultValue = "",
      description = "An approved proposal, where the cluster asks for one.")
  private String proposal = "";

  @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why.")
  private String reason = "";

  @Option(names = "--dry-run", description = "Only open the image, and compare with the cluster.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  public Integer call() {
    if (parent == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    String version = Names.version(name);
    Session session = parent.session();
    try (OpenedImage opened = key.open(image)) {
      if (!opened.name().equals(version)) {
        throw new UsageException(
            "the image is of " + opened.name() + ", not of " + version + "; nothing was sent");
      }
      return (dryRun ? compare(session, opened) : recover(session, opened)).number();
    }
  }

  private ExitCode compare(Session session, OpenedImage opened) {
    try (QuorumkeepClient client = session.connect()) {
      boolean same =
          client.archive().verify(opened.name()).image().commitment().equals(opened.commitment());
      KeyVersion version = client.getKey(opened.name()).version();
      session.print(() -> ArchiveOutput.json(opened), () -> ArchiveOutput.table(opened));
      if (!same) {
        session.message("the cluster would refuse: the image holds not what was archived last");
        return ExitCode.CONFLICT;
      }
      if (version.state() != KeyState.DESTROYED) {
        session.message("the cluster would refuse: the version is " + version.state());
        return ExitCode.CONFLICT;
      }
      session.message("the image opens, and holds what was archived; nothing was changed");
      return ExitCode.OK;
    }
  }

  private ExitCode recover(Session session, OpenedImage opened) {
    if (!yes) {
      Confirmation.ask(
          session.terminal(),
          "Recovering " + opened.name() + " brings destroyed key material back.",
          opened.name());
    }
    String approved = proposal.isEmpty() ? "" : Names.proposal(proposal);
    try (QuorumkeepClient client = session.connect()) {
      Key recovered =
          opened.mapPayload(
              payload -> client.archive().recover(opened.name(), payload, approved, reason));
      session.print(() -> Json.of(recovered), () -> KeyTables.keys(List.of(recovered)));
    }
    return ExitCode.OK;
  }
}
