// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.Key;
import io.quorumkeep.client.QuorumkeepClient;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Takes a planned destruction back. */
@Command(name = "keep", description = "Takes the planned destruction of a key or version back.")
final class KeyKeepCommand implements Callable<Integer> {
  @ParentCommand private @Nullable KeyCommand parent;

  @Parameters(paramLabel = "KEY", description = "pay/card, pay/card/3, or a full name.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why.")
  private String reason = "";

  @Override
  public Integer call() {
    if (parent == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    Session session = parent.session();
    try (QuorumkeepClient client = session.connect()) {
      Key key = client.cancelDestruction(Names.keyOrVersion(name), reason);
      session.print(() -> Json.of(key), () -> KeyTables.keys(List.of(key)));
    }
    return ExitCode.OK.number();
  }
}
