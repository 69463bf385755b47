// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.Recipient;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows who received a version. */
@Command(
    name = "recipients",
    description = "Shows who received a version, how often, and when first and last.")
final class KeyRecipientsCommand implements Callable<Integer> {
  @ParentCommand private @Nullable KeyCommand parent;

  @Parameters(
      paramLabel = "VERSION",
      description = "pay/card/3, or namespaces/pay/keys/card/versions/3.")
  private String name = "";

  @Override
  public Integer call() {
    if (parent == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    Session session = parent.session();
    String version = Names.keyOrVersion(name);
    if (!version.contains("/versions/")) {
      throw new UsageException("this needs a version, not a key: \"" + name + "\"");
    }
    try (QuorumkeepClient client = session.connect()) {
      List<Recipient> recipients = client.recipients(version, new Progress(session));
      if (session.isJson()) {
        for (Recipient recipient : recipients) {
          session.terminal().out().println(Json.line(HistoryJson.of(recipient)));
        }
      } else {
        session.print(HistoryTables.recipients(recipients));
      }
    }
    return ExitCode.OK.number();
  }
}
