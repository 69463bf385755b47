// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.ArchiveImage;
import io.quorumkeep.client.ExportedImage;
import io.quorumkeep.client.ImageVerification;
import io.quorumkeep.client.Key;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.recovery.OpenedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Commands about images of key versions. */
@Command(name = "archive", description = "Lists, checks, makes and exports images of versions.")
final class ArchiveCommand implements Runnable {
  private static final String VERSION = "pay/card/3, or namespaces/pay/keys/card/versions/3.";

  @ParentCommand private @Nullable QuorumkeepCli root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  @Command(name = "list", description = "Lists the images of a key, or of a namespace.")
  int list(
      @Parameters(paramLabel = "PARENT", description = "pay, pay/card, or a full name.")
          String parent) {
    String name = parent.contains("/") ? Names.parent(parent) : Names.namespace(parent);
    Session session = session();
    try (QuorumkeepClient client = session.connect();
        Stream<ArchiveImage> images = client.archive().list(name)) {
      if (session.isJson()) {
        for (Iterator<ArchiveImage> each = images.iterator(); each.hasNext(); ) {
          session.terminal().out().println(Json.line(ArchiveOutput.json(each.next())));
        }
      } else {
        session.print(ArchiveOutput.table(images.toList()));
      }
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "get",
      description = "Exports an image to a new file. It opens only with a recovery key.")
  int get(
      @Parameters(paramLabel = "VERSION", description = VERSION) String name,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "FILE",
              description = "A new file that only you can read.")
          Path out,
      @Option(
              names = "--proposal",
              paramLabel = "PROPOSAL",
              defaultValue = "",
              description = "Approved, of just this.")
          String proposal)
      throws IOException {
    String version = Names.version(name);
    Session session = session();
    try (SecretFile file = SecretFile.create(out);
        QuorumkeepClient client = session.connect()) {
      ExportedImage exported =
          client.archive().export(version, proposal.isEmpty() ? "" : Names.proposal(proposal));
      byte[] content = exported.content();
      if (!OpenedImage.digestOf(content).equals(exported.image().imageDigest())) {
        throw new UsageException("the image that came is not the one on record; nothing was kept");
      }
      file.write(content);
      session.print(
          () -> ArchiveOutput.json(exported.image()),
          () -> ArchiveOutput.table(List.of(exported.image())));
    }
    return ExitCode.OK.number();
  }

  @Command(name = "verify", description = "Has a node check an image, and says who can open it.")
  int verify(@Parameters(paramLabel = "VERSION", description = VERSION) String name) {
    String version = Names.version(name);
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      ImageVerification found = client.archive().verify(version);
      session.print(() -> ArchiveOutput.json(found), () -> ArchiveOutput.table(found));
      if (!found.intact()) {
        session.message("the image is not what was archived");
        return ExitCode.VERIFICATION_FAILED.number();
      }
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "create",
      description = "Makes an image of a version now, or anew for the recipients of now.")
  int create(@Parameters(paramLabel = "VERSION", description = VERSION) String name) {
    String version = Names.version(name);
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      ArchiveImage image = client.archive().create(version);
      session.print(() -> ArchiveOutput.json(image), () -> ArchiveOutput.table(List.of(image)));
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "delete",
      description = "Removes the image of a destroyed version, which nothing brings back then.")
  int delete(
      @Parameters(paramLabel = "VERSION", description = VERSION) String name,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why.")
          String reason,
      @Option(
              names = "--proposal",
              paramLabel = "ID",
              defaultValue = "",
              description = "An approved proposal, where the cluster asks for one.")
          String proposal,
      @Option(names = "--yes", description = "Do not ask.") boolean yes) {
    String version = Names.version(name);
    Session session = session();
    if (!yes) {
      Confirmation.ask(
          session.terminal(), "Without its image " + version + " can never be recovered.", version);
    }
    try (QuorumkeepClient client = session.connect()) {
      Key key =
          client
              .archive()
              .delete(version, proposal.isEmpty() ? "" : Names.proposal(proposal), reason);
      session.print(() -> Json.of(key), () -> KeyTables.keys(List.of(key)));
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "open",
      description = {
        "Opens an image here, to see that it opens and what it is of. Asks no cluster, and prints",
        "no material: 'quorumkeep key recover' gives it back to its cluster."
      })
  int open(
      @Parameters(paramLabel = "IMAGE", description = "A file from 'archive get'.") Path image,
      @Mixin RecoveryKeyOptions key) {
    Session session = session();
    try (OpenedImage opened = key.open(image)) {
      session.print(() -> ArchiveOutput.json(opened), () -> ArchiveOutput.table(opened));
    }
    return ExitCode.OK.number();
  }

  private Session session() {
    if (root == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    return root.session();
  }
}
