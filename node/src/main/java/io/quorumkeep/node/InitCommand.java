// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import io.quorumkeep.node.config.ConfigTemplate;
import io.quorumkeep.node.config.ConfigWriter;
import io.quorumkeep.node.config.HostAndPort;
import io.quorumkeep.node.config.NodeConfig;
import io.quorumkeep.node.crypto.SystemEntropy;
import io.quorumkeep.node.crypto.bc.ClientIdentity;
import io.quorumkeep.node.crypto.bc.DevelopmentPki;
import io.quorumkeep.node.crypto.bc.NodeIdentity;
import io.quorumkeep.node.crypto.bc.PkiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lays out a cluster for trying it out: certificates, passphrase, one configuration a node. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Makes certificates and configurations of a new cluster on this machine, for development.",
      "Existing files are never overwritten. Client certificates can be added later with --client."
    })
final class InitCommand implements Callable<Integer> {
  private static final int WRONG = 1;
  private static final int PORTS_FOR_EACH_NODE = 10;
  private static final int PASSPHRASE_BYTES = 24;
  private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(365);
  private static final Duration LEAF_VALIDITY = Duration.ofDays(90);

  @Option(
      names = "--directory",
      defaultValue = "quorumkeep-dev",
      paramLabel = "DIR",
      description = "Where to put everything. Default: ${DEFAULT-VALUE}.")
  private Path directory = Path.of("quorumkeep-dev");

  @Option(
      names = "--nodes",
      defaultValue = "3",
      paramLabel = "N",
      description = "How many nodes, 1 to 9. Default: ${DEFAULT-VALUE}.")
  private int nodes = 3;

  @Option(
      names = "--trust-domain",
      defaultValue = "quorumkeep.local",
      paramLabel = "NAME",
      description = "Of the SPIFFE ids in all certificates. Default: ${DEFAULT-VALUE}.")
  private String trustDomain = "quorumkeep.local";

  @Option(
      names = "--port",
      defaultValue = "7443",
      paramLabel = "PORT",
      description =
          "The first node's client port; its peer port is one more, its operations port two; the"
              + " next node's are ten more. Default: ${DEFAULT-VALUE}.")
  private int port = 7443;

  @Option(
      names = "--client",
      paramLabel = "NAME",
      description = "Only adds a client certificate with the id spiffe://TRUST-DOMAIN/NAME.")
  private List<String> clients = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Path pkiDirectory = directory.resolve("pki");
    PkiWriter pki =
        new PkiWriter(
            pkiDirectory, new DevelopmentPki(Clock.systemUTC(), AUTHORITY_VALIDITY, LEAF_VALIDITY));
    if (!clients.isEmpty()) {
      clients.forEach(name -> addClient(pki, name));
      return 0;
    }
    if (nodes < 1 || nodes > 9) {
      say("--nodes is 1 to 9");
      return WRONG;
    }
    if (pki.hasAuthorities()) {
      say(directory + " holds a cluster already; choose another --directory, or remove it");
      return WRONG;
    }
    pki.createAuthorities(trustDomain, PkiWriter.Existing.REFUSE);
    addClient(pki, "admin");
    // Some operations need the approval of a second person.
    addClient(pki, "approver");
    pki.createRecoveryKey(trustDomain, PkiWriter.Existing.REFUSE);
    writePassphrase();
    List<NodeConfig.Member> members = members();
    for (int i = 0; i < nodes; i++) {
      writeNode(pki, members, i);
    }
    say("cluster laid out in " + directory + "; start each node with");
    say("  quorumkeep server --config " + directory + "/node-1.yaml");
    return 0;
  }

  private void addClient(PkiWriter pki, String name) {
    pki.addClient(name, new ClientIdentity(trustDomain, name), PkiWriter.Existing.REFUSE);
  }

  private List<NodeConfig.Member> members() {
    List<NodeConfig.Member> members = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      int first = port + i * PORTS_FOR_EACH_NODE;
      members.add(
          new NodeConfig.Member(
              "node-" + (i + 1),
              new HostAndPort("127.0.0.1", first + 1),
              new HostAndPort("127.0.0.1", first)));
    }
    return members;
  }

  private void writeNode(PkiWriter pki, List<NodeConfig.Member> members, int index) {
    String name = members.get(index).node();
    pki.addNode(new NodeIdentity(trustDomain, name, List.of()), PkiWriter.Existing.REFUSE);
    ConfigWriter.write(
        directory.resolve(name + ".yaml"),
        new ConfigTemplate(
            name,
            new NodeConfig.Cluster("development", trustDomain),
            members,
            new HostAndPort("127.0.0.1", port + index * PORTS_FOR_EACH_NODE + 2),
            "data/" + name,
            "pki",
            "passphrase",
            "spiffe://" + trustDomain + "/admin",
            null,
            "pki/recovery.pem"));
  }

  private void writePassphrase() throws IOException {
    Path file = directory.resolve("passphrase");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, HexFormat.of().formatHex(new SystemEntropy().bytes(PASSPHRASE_BYTES)));
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }
}
