// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.RetrievedKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * Retrieves material, and is careful where it puts it: into a file that only its owner reads, into
 * a pipe, and onto a screen or into JSON only if that is asked for.
 */
@Command(
    name = "retrieve",
    description = {
      "Retrieves the material of a key or version.",
      "Raw bytes go to --out, or to standard output if that is not a terminal."
    })
final class KeyRetrieveCommand implements Callable<Integer> {
  @ParentCommand private @Nullable KeyCommand parent;

  @Parameters(paramLabel = "KEY", description = "pay/card, pay/card/3, or a full name.")
  private String name = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the raw bytes to a new file that only you can read.")
  private @Nullable Path out;

  @Option(names = "--show-material", description = "Print the material, as base64.")
  private boolean showMaterial;

  @Override
  public Integer call() throws IOException {
    if (parent == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    Session session = parent.session();
    String key = Names.keyOrVersion(name);
    boolean raw = out == null && !showMaterial && !session.isJson();
    if (raw && session.terminal().outIsTerminal()) {
      throw new UsageException(
          "material is not printed to a terminal; use --out FILE, a pipe, or --show-material");
    }
    try (QuorumkeepClient client = session.connect()) {
      if (out != null) {
        toFile(client, key, session, out);
      } else {
        toOutput(client, key, session, raw);
      }
    }
    return ExitCode.OK.number();
  }

  /** The file is made first: a release that cannot be kept would be audited for nothing. */
  private void toFile(QuorumkeepClient client, String key, Session session, Path file)
      throws IOException {
    try (SecretFile secret = SecretFile.create(file);
        RetrievedKey retrieved = client.retrieve(key)) {
      retrieved.useMaterial(secret::write);
      session.message(
          "wrote " + retrieved.length() + " bytes of " + retrieved.name() + " to " + file);
      if (session.isJson()) {
        session.terminal().out().println(Json.line(describe(retrieved)));
      }
    }
  }

  private void toOutput(QuorumkeepClient client, String key, Session session, boolean raw) {
    try (RetrievedKey retrieved = client.retrieve(key)) {
      if (raw) {
        retrieved.useMaterial(bytes -> session.terminal().out().write(bytes, 0, bytes.length));
        return;
      }
      session.print(
          () -> describe(retrieved),
          () ->
              new Table("NAME", "ALGORITHM", "STATE", "AUDIT SEQUENCE", "MATERIAL (BASE64)")
                  .row(
                      retrieved.name(),
                      retrieved.algorithm().name(),
                      retrieved.state().name(),
                      Long.toString(retrieved.auditSequence()),
                      base64(retrieved)));
    }
  }

  private ObjectNode describe(RetrievedKey retrieved) {
    ObjectNode node = Json.of(retrieved);
    return showMaterial ? node.put("material", base64(retrieved)) : node;
  }

  private static String base64(RetrievedKey retrieved) {
    return retrieved.mapMaterial(bytes -> Base64.getEncoder().encodeToString(bytes));
  }
}
