// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.KeyEvent;
import io.quorumkeep.client.QuorumkeepClient;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows what happened to a key. */
@Command(name = "history", description = "Shows what happened to a key, oldest first.")
final class KeyHistoryCommand implements Callable<Integer> {
  @ParentCommand private @Nullable KeyCommand parent;

  @Parameters(paramLabel = "KEY", description = "pay/card, or namespaces/pay/keys/card.")
  private String name = "";

  @Override
  public Integer call() {
    if (parent == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    Session session = parent.session();
    try (QuorumkeepClient client = session.connect();
        Stream<KeyEvent> events = client.keyEvents(Names.key(name))) {
      if (session.isJson()) {
        for (Iterator<KeyEvent> each = events.iterator(); each.hasNext(); ) {
          session.terminal().out().println(Json.line(HistoryJson.of(each.next())));
        }
      } else {
        session.print(HistoryTables.events(events.toList()));
      }
    }
    return ExitCode.OK.number();
  }
}
