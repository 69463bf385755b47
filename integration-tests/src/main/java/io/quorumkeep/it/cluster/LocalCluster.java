// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.cluster;

import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.node.crypto.bc.ClientIdentity;
import io.quorumkeep.node.crypto.bc.DevelopmentPki;
import io.quorumkeep.node.crypto.bc.NodeIdentity;
import io.quorumkeep.node.crypto.bc.PkiWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A cluster of real processes in one directory of this machine. */
public final class LocalCluster implements AutoCloseable {
  /** The trust domain of all certificates here. */
  public static final String TRUST_DOMAIN = "quorumkeep.local";

  /** The client that may do everything. */
  public static final String ADMIN = "admin";

  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int PORTS_FOR_EACH_NODE = 3;

  private final Path directory;
  private final PkiWriter pki;
  private final List<NodeProcess> nodes = new ArrayList<>();

  private LocalCluster(Path directory) {
    this.directory = directory.toAbsolutePath();
    this.pki =
        new PkiWriter(
            pkiDirectory(),
            new DevelopmentPki(Clock.systemUTC(), Duration.ofDays(30), Duration.ofDays(7)));
  }

  /** Lays out a cluster in an empty directory; nothing runs yet. */
  public static LocalCluster create(Path directory, ClusterOptions options) {
    LocalCluster cluster = new LocalCluster(directory);
    try {
      cluster.layOut(options);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lay out a cluster in " + directory, e);
    }
    return cluster;
  }

  public List<NodeProcess> nodes() {
    return List.copyOf(nodes);
  }

  public NodeProcess node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node is called " + name));
  }

  /** Starts all nodes and waits until they serve. */
  public LocalCluster start() {
    nodes.forEach(NodeProcess::start);
    awaitReady();
    return this;
  }

  /** Waits until every node serves; fails with the output of one that does not. */
  public void awaitReady() {
    nodes.forEach(LocalCluster::awaitReady);
  }

  public static void awaitReady(NodeProcess node) {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (!node.isReady()) {
      if (!node.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            node.name() + " does not serve:\n" + node.get("/readyz?verbose") + node.lastOutput());
      }
      pause();
    }
  }

  /** The addresses of all nodes, for a client. */
  public String addresses() {
    return nodes.stream().map(NodeProcess::clientAddress).collect(Collectors.joining(","));
  }

  /** The client certificate's directory: {@code ca.pem} is {@link #clientCa()}. */
  public Path clientCertificate(String name) {
    return pkiDirectory().resolve("clients").resolve(name + ".pem");
  }

  public Path clientKey(String name) {
    return pkiDirectory().resolve("clients").resolve(name + ".key");
  }

  public Path clientCa() {
    return pkiDirectory().resolve("client-ca.pem");
  }

  /** The file that opens images of the archive. No node has it. */
  public Path recoveryKey() {
    return pkiDirectory().resolve("recovery.key");
  }

  /** The URI in the certificate of a client made by {@link #addClient}. */
  public static String principal(String name) {
    return "spiffe://" + TRUST_DOMAIN + "/" + name;
  }

  /** Makes a certificate for a client. */
  public void addClient(String name) {
    pki.addClient(name, new ClientIdentity(TRUST_DOMAIN, name), PkiWriter.Existing.REFUSE);
  }

  /** A client of all nodes. */
  public QuorumkeepClient client(String name) {
    return client(name, addresses());
  }

  /** A client of some nodes. */
  public QuorumkeepClient client(String name, String addresses) {
    return QuorumkeepClient.builder()
        .nodes(addresses)
        .identity(clientCertificate(name), clientKey(name))
        .trust(clientCa())
        .build();
  }

  /** The node that leads, as the others say. */
  public NodeProcess leader() {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (NodeProcess node : nodes) {
        if (node.isAlive() && isLeader(node)) {
          return node;
        }
      }
      pause();
    }
    throw new IllegalStateException("no node leads");
  }

  private static boolean isLeader(NodeProcess node) {
    String metrics = node.get("/metrics");
    return metrics != null
        && metrics.lines().anyMatch(line -> line.startsWith("quorumkeep_raft_is_leader 1"));
  }

  @Override
  public void close() {
    for (NodeProcess node : nodes) {
      if (node.isAlive()) {
        node.kill();
      }
    }
  }

  private Path pkiDirectory() {
    return directory.resolve("pki");
  }

  private void layOut(ClusterOptions options) throws IOException {
    Files.createDirectories(directory);
    pki.createAuthorities(TRUST_DOMAIN, PkiWriter.Existing.REFUSE);
    addClient(ADMIN);
    pki.createRecoveryKey(TRUST_DOMAIN, PkiWriter.Existing.REFUSE);
    Path passphrase = directory.resolve("passphrase");
    Files.writeString(passphrase, "for trying the cluster out only");
    Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
    List<Integer> ports = Ports.free(options.nodes() * PORTS_FOR_EACH_NODE);
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < options.nodes(); i++) {
      int at = i * PORTS_FOR_EACH_NODE;
      members.append(
          "  - {node: node-%d, peerAddress: \"127.0.0.1:%d\", clientAddress: \"127.0.0.1:%d\"}\n"
              .formatted(i + 1, ports.get(at), ports.get(at + 1)));
    }
    for (int i = 0; i < options.nodes(); i++) {
      int at = i * PORTS_FOR_EACH_NODE;
      nodes.add(layOut(i + 1, members.toString(), ports.subList(at, at + 3), options));
    }
  }

  private NodeProcess layOut(
      int number, String members, List<Integer> ports, ClusterOptions options) throws IOException {
    String name = "node-" + number;
    Path home = Files.createDirectories(directory.resolve(name));
    pki.addNode(new NodeIdentity(TRUST_DOMAIN, name, List.of()), PkiWriter.Existing.REFUSE);
    Path config = home.resolve("node.yaml");
    Files.writeString(config, config(name, members, ports.get(2), options));
    return new NodeProcess(
        new NodeProcess.Plan(
            name,
            home,
            config,
            ports.get(1),
            ports.get(2),
            options.jvmFlags(),
            options.environment()));
  }

  private static String config(
      String name, String members, int operationsPort, ClusterOptions options) {
    String audit =
        options.kafka() == null
            ? ""
            : "audit: {kafka: {bootstrapServers: \"" + options.kafka() + "\"}}\n";
    return """
        node: %1$s
        cluster: {name: local, trustDomain: %2$s}
        dataDirectory: data
        members:
        %3$sclient:
          certificate: ../pki/nodes/%1$s/server.pem
          privateKey: ../pki/nodes/%1$s/server.key
          clientCa: ../pki/client-ca.pem
        peer:
          certificate: ../pki/nodes/%1$s/peer.pem
          privateKey: ../pki/nodes/%1$s/peer.key
          clusterCa: ../pki/cluster-ca.pem
        operations: {listen: "127.0.0.1:%4$d"}
        seal: {passphraseFile: ../passphrase}
        bootstrap: {admin: "%5$s"}
        limits: {maxStreamsPerConnection: 4096}
        archive: {recipients: [../pki/recovery.pem]}
        %6$s"""
        .formatted(name, TRUST_DOMAIN, members, operationsPort, principal(ADMIN), audit);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a cluster", e);
    }
  }
}
