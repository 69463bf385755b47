// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  private static final String MINIMAL =
      """
      node: node-1
      cluster: {trustDomain: quorumkeep.local}
      members:
        - {node: node-1, peerAddress: "127.0.0.1:7444", clientAddress: "127.0.0.1:7443"}
        - {node: node-2, peerAddress: "127.0.0.1:7454", clientAddress: "127.0.0.1:7453"}
      client: {certificate: pki/server.pem, privateKey: pki/server.key, clientCa: pki/client-ca.pem}
      peer: {certificate: pki/peer.pem, privateKey: pki/peer.key, clusterCa: pki/cluster-ca.pem}
      seal: {passphraseFile: passphrase}
      """;
  private static final String FULL =
      """
      node: node-2
      cluster: {name: demo, trustDomain: example.org}
      dataDirectory: /var/lib/quorumkeep
      members:
        - {node: node-1, peerAddress: "a.example:1", clientAddress: "a.example:2"}
        - {node: node-2, peerAddress: "[::1]:3", clientAddress: "b.example:4"}
      client:
        listen: "0.0.0.0:5"
        certificate: pki/server.pem
        privateKey: pki/server.key
        clientCa: pki/client-ca.pem
      peer:
        listen: "0.0.0.0:6"
        certificate: pki/peer.pem
        privateKey: pki/peer.key
        clusterCa: pki/cluster-ca.pem
      operations: {listen: "0.0.0.0:7"}
      seal: {passphraseFile: passphrase}
      bootstrap: {admin: "spiffe://example.org/people/admin"}
      audit:
        kafka:
          bootstrapServers: "k1:9092,k2:9092"
          topic: audit
          properties: {security.protocol: SSL, ssl.endpoint.identification.algorithm: https}
          createTopic: {replicas: 5, minInSyncReplicas: 3}
        outboxMaxRecords: 1000
      limits:
        maxBatchCommands: 1
        maxBatchesInFlight: 3
        maxPendingCommands: 4
        requestTimeout: 5s
        maxMessageBytes: 65536
        maxMetadataBytes: 4096
        maxStreamsPerConnection: 8
        maxConnectionAge: 2h
        maxConnectionAgeGrace: 9s
        permitKeepAliveTime: 10s
        handshakeTimeout: 1500ms
      raft:
        electionTimeoutMin: 150ms
        electionTimeoutMax: 300ms
        snapshotThreshold: 1000
        segmentSizeBytes: 1048576
        allowNonDurableDirectories: true
      store:
        blockCacheBytes: 268435456
        rowCacheBytes: 134217728
        cachedKeys: 250000
      archive:
        recipients: [pki/recovery-1.pem, pki/recovery-2.pem]
      erasure:
        schedule: daily
      """;

  @TempDir Path directory;

  @BeforeEach
  void createFiles() throws IOException {
    Files.createDirectory(directory.resolve("pki"));
    for (String name :
        List.of(
            "pki/server.pem",
            "pki/server.key",
            "pki/client-ca.pem",
            "pki/peer.pem",
            "pki/peer.key",
            "pki/cluster-ca.pem",
            "pki/recovery-1.pem",
            "pki/recovery-2.pem",
            "passphrase")) {
      Files.createFile(directory.resolve(name));
    }
  }

  @Test
  void givenOnlyWhatIsRequired_whenRead_thenDefaultsAreFilledIn() {
    NodeConfig config = read(MINIMAL, Map.of());

    assertThat(config.cluster().name()).isEqualTo("quorumkeep");
    assertThat(config.dataDirectory()).isEqualTo(directory.resolve("data/node-1"));
    assertThat(config.client().listen()).hasToString("127.0.0.1:7443");
    assertThat(config.peer().listen()).hasToString("127.0.0.1:7444");
    assertThat(config.operations().listen()).hasToString("127.0.0.1:7445");
    assertThat(config.client().certificate()).isEqualTo(directory.resolve("pki/server.pem"));
    assertThat(config.seal().passphraseFile()).isEqualTo(directory.resolve("passphrase"));
    assertThat(config.bootstrap().admin()).isNull();
    assertThat(config.audit())
        .isEqualTo(
            new NodeConfig.Audit(null, directory.resolve("data/node-1/audit.ndjson"), 50_000_000));
    assertThat(config.limits())
        .isEqualTo(
            new NodeConfig.Limits(
                1024,
                1,
                16384,
                Duration.ofSeconds(10),
                262144,
                8192,
                128,
                Duration.ofMinutes(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5)));
    assertThat(config.raft())
        .isEqualTo(
            new NodeConfig.Raft(
                Duration.ofMillis(500), Duration.ofSeconds(1), 100000, 16777216, false));
    assertThat(config.archive().recipients()).isEmpty();
    assertThat(config.erasure().daily()).isFalse();
    assertThat(config.self().peerAddress().port()).isEqualTo(7444);
  }

  @Test
  void givenEveryKey_whenRead_thenEachIsTaken() {
    NodeConfig config = read(FULL, Map.of());

    assertThat(config)
        .isEqualTo(
            new NodeConfig(
                "node-2",
                new NodeConfig.Cluster("demo", "example.org"),
                Path.of("/var/lib/quorumkeep"),
                List.of(
                    new NodeConfig.Member(
                        "node-1", new HostAndPort("a.example", 1), new HostAndPort("a.example", 2)),
                    new NodeConfig.Member(
                        "node-2", new HostAndPort("::1", 3), new HostAndPort("b.example", 4))),
                new NodeConfig.ClientPlane(
                    new HostAndPort("0.0.0.0", 5),
                    directory.resolve("pki/server.pem"),
                    directory.resolve("pki/server.key"),
                    directory.resolve("pki/client-ca.pem")),
                new NodeConfig.PeerPlane(
                    new HostAndPort("0.0.0.0", 6),
                    directory.resolve("pki/peer.pem"),
                    directory.resolve("pki/peer.key"),
                    directory.resolve("pki/cluster-ca.pem")),
                new NodeConfig.Operations(new HostAndPort("0.0.0.0", 7)),
                new NodeConfig.SealSettings(directory.resolve("passphrase")),
                new NodeConfig.Bootstrap("spiffe://example.org/people/admin"),
                new NodeConfig.Audit(
                    new NodeConfig.Kafka(
                        "k1:9092,k2:9092",
                        "audit",
                        Map.of(
                            "security.protocol",
                            "SSL",
                            "ssl.endpoint.identification.algorithm",
                            "https"),
                        new NodeConfig.NewTopic(5, 3)),
                    Path.of("/var/lib/quorumkeep/audit.ndjson"),
                    1000),
                new NodeConfig.Limits(
                    1,
                    3,
                    4,
                    Duration.ofSeconds(5),
                    65536,
                    4096,
                    8,
                    Duration.ofHours(2),
                    Duration.ofSeconds(9),
                    Duration.ofSeconds(10),
                    Duration.ofMillis(1500)),
                new NodeConfig.Raft(
                    Duration.ofMillis(150), Duration.ofMillis(300), 1000, 1048576, true),
                new NodeConfig.Store(268435456, 134217728, 250000),
                new NodeConfig.Archive(
                    List.of(
                        directory.resolve("pki/recovery-1.pem"),
                        directory.resolve("pki/recovery-2.pem"))),
                new NodeConfig.Erasure(true)));
  }

  @Test
  void givenEnvironment_whenRead_thenItWinsOverTheFile() {
    NodeConfig config =
        read(
            MINIMAL,
            Map.of(
                "QUORUMKEEP_NODE", "node-9",
                "QUORUMKEEP_MEMBERS",
                    "[{node: node-9, peerAddress: \"h:1\", clientAddress: \"h:2\"}]",
                "QUORUMKEEP_LIMITS_REQUEST_TIMEOUT", "3s",
                "QUORUMKEEP_RAFT_ALLOW_NON_DURABLE_DIRECTORIES", "true",
                "QUORUMKEEP_AUDIT_KAFKA_BOOTSTRAP_SERVERS", "k:9092",
                "QUORUMKEEP_AUDIT_KAFKA_PROPERTIES", "{security.protocol: SSL}",
                "QUORUMKEEP_AUDIT_KAFKA_CREATE_TOPIC_REPLICAS", "2",
                "QUORUMKEEP_DATA_DIRECTORY", "elsewhere",
                "QUORUMKEEP_CLUSTER_NAME", "",
                "QUORUMKEEP_SERVICE_HOST", "10.0.0.1"));

    assertThat(config.node()).isEqualTo("node-9");
    assertThat(config.self().clientAddress()).hasToString("h:2");
    assertThat(config.limits().requestTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.raft().allowNonDurableDirectories()).isTrue();
    assertThat(config.audit().kafka())
        .isEqualTo(
            new NodeConfig.Kafka(
                "k:9092",
                "quorumkeep.audit.v1",
                Map.of("security.protocol", "SSL"),
                new NodeConfig.NewTopic(2, 2)));
    assertThat(config.dataDirectory()).isEqualTo(directory.resolve("elsewhere"));
    assertThat(config.cluster().name()).isEqualTo("quorumkeep");
  }

  @Test
  void givenManyMistakes_whenRead_thenAllAreReportedWithTheirKeys() {
    String yaml =
        """
        node: Node_1
        cluster: {name: demo, trustDomian: x}
        members: [{node: node-1, peerAddress: nowhere, clientAddress: "h:0"}, 5]
        client: {certificate: missing.pem, privateKey: [1], clientCa: pki/client-ca.pem}
        peer: here
        limits: {maxBatchCommands: many, requestTimeout: 31s, maxMessageBytes: 1}
        raft: {allowNonDurableDirectories: perhaps, electionTimeoutMin: 2s}
        audit: {kafka: {topic: "no spaces", properties: {a: [1]}}}
        logging: debug
        """;

    assertThat(problems(yaml, Map.of("QUORUMKEEP_RAFT_SNAPSHOT_THRESHOLD", "soon")))
        .contains(
            "node: expected 1 to 63 characters of a-z, 0-9 and \"-\", found \"Node_1\"",
            "cluster.trustDomain: missing; expected a SPIFFE trust domain, such as"
                + " quorumkeep.local",
            "cluster.trustDomian: unknown key; did you mean trustDomain?",
            "members[0].peerAddress: expected host:port, found \"nowhere\"",
            "members[0].clientAddress: expected host:port, found \"h:0\"",
            "members[1]: expected a mapping",
            "client.certificate: there is no file " + directory.resolve("missing.pem"),
            "client.privateKey: expected a path, found a list",
            "peer: expected a mapping, found \"here\"",
            "peer.certificate: missing; expected the path of a file",
            "seal.passphraseFile: missing; expected the path of a file",
            "audit.kafka.bootstrapServers: missing; expected host:port, several with commas"
                + " between",
            "audit.kafka.topic: expected a Kafka topic of letters, digits, \".\", \"_\" and \"-\","
                + " found \"no spaces\"",
            "audit.kafka.properties.a: expected a single value",
            "limits.maxBatchCommands: expected a whole number from 1 to 65536, found \"many\"",
            "limits.requestTimeout: expected a duration from 100ms to 30s, such as 10s, found"
                + " \"31s\"",
            "limits.maxMessageBytes: expected a whole number from 4096 to 4194304, found \"1\"",
            "raft.allowNonDurableDirectories: expected true or false, found \"perhaps\"",
            "raft.snapshotThreshold (from QUORUMKEEP_RAFT_SNAPSHOT_THRESHOLD): expected a whole"
                + " number from 100 to 1000000000, found \"soon\"",
            "raft.electionTimeoutMin: expected a shorter time than raft.electionTimeoutMax")
        .anyMatch(problem -> problem.startsWith("logging: unknown key; expected one of node,"));
  }

  @Test
  void givenMembersThatDoNotFit_whenRead_thenRefused() {
    String yaml =
        MINIMAL
            .replace("node: node-1\ncluster", "node: node-3\ncluster")
            .replace("node: node-2", "node: node-1")
            .replace("7454", "7444");

    assertThat(problems(yaml, Map.of()))
        .containsExactly(
            "members: two are called node-1",
            "members: two have the peerAddress 127.0.0.1:7444",
            "members: none is called node-3, which is this node");
  }

  @Test
  void givenKeysThatContradict_whenRead_thenRefused() {
    String yaml =
        MINIMAL
            + """
            bootstrap: {admin: "spiffe://elsewhere/admin"}
            limits: {maxBatchCommands: 100, maxPendingCommands: 99}
            audit:
              kafka:
                bootstrapServers: "k:1"
                properties: {acks: "0"}
                createTopic: {replicas: 1}
              file: {path: /a}
            """;

    assertThat(problems(yaml, Map.of()))
        .containsExactlyInAnyOrder(
            "bootstrap.admin: expected an id of the trust domain: spiffe://quorumkeep.local/…",
            "limits.maxPendingCommands: expected at least limits.maxBatchCommands",
            "audit.kafka.properties: expected names that begin with security., ssl. or sasl., found"
                + " acks",
            "audit.kafka.createTopic.minInSyncReplicas: expected at most replicas",
            "audit.file: set either audit.kafka or audit.file, not both");
  }

  @Test
  void givenRecipientsThatCannotBe_whenRead_thenRefused() {
    assertThat(problems(MINIMAL + "archive: {recipients: [pki/none.pem]}\n", Map.of()))
        .contains("archive.recipients: there is no file " + directory.resolve("pki/none.pem"));
    assertThat(problems(MINIMAL + "archive: {recipients: passphrase}\n", Map.of()))
        .contains("archive.recipients: expected a list of paths");
    assertThat(problems(MINIMAL + "archive: {recipients: [{a: b}]}\n", Map.of()))
        .contains("archive.recipients: expected a list of paths, found a mapping");
    assertThat(
            read(MINIMAL, Map.of("QUORUMKEEP_ARCHIVE_RECIPIENTS", "[pki/recovery-2.pem]"))
                .archive()
                .recipients())
        .containsExactly(directory.resolve("pki/recovery-2.pem"));
  }

  @Test
  void givenMisspeltVariable_whenRead_thenRefusedWithTheRightOne() {
    assertThat(problems(MINIMAL, Map.of("QUORUMKEEP_LIMITS_REQUEST_TIMEOT", "1s")))
        .containsExactly(
            "QUORUMKEEP_LIMITS_REQUEST_TIMEOT: unknown variable; did you mean"
                + " QUORUMKEEP_LIMITS_REQUEST_TIMEOUT?");
  }

  @Test
  void givenTextThatIsNotYaml_whenRead_thenTheLineIsNamed() {
    assertThat(problems("node: a\nnode: b\n", Map.of()))
        .singleElement()
        .asString()
        .startsWith("the file: line 2: not valid YAML: Duplicate");
    assertThat(problems("a: [1\nb: 2\n", Map.of())).hasSize(1);
    assertThat(problems("- a\n", Map.of())).containsExactly("the file: expected a mapping");
    assertThat(problems("", Map.of())).contains("members: expected a list of mappings");
  }

  @Test
  void givenMissingFile_whenRead_thenItIsNamed() {
    Path missing = directory.resolve("missing.yaml");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ConfigReader.read(missing, Map.of()))
        .withMessageContaining("missing.yaml");
  }

  @Test
  void givenKafkaProperties_whenPrinted_thenTheyAreRedacted() {
    NodeConfig config =
        read(
            MINIMAL
                + "audit: {kafka: {bootstrapServers: \"k:1\", properties: {sasl.p: hunter2}}}\n",
            Map.of());

    assertThat(config.toString()).contains("k:1").doesNotContain("hunter2");
  }

  @Test
  void givenEveryKey_whenTheHandbookIsRead_thenEachStandsThereWithItsVariableAndDefault()
      throws IOException {
    Path file = Files.writeString(directory.resolve("node.yaml"), FULL);
    ConfigSource source = ConfigReader.newSource(file, Map.of());
    ConfigReader.read(file, source);
    List<String> handbook = Files.readAllLines(Path.of("../docs/configuration.md"));

    assertThat(source.keys()).hasSizeGreaterThan(35);
    source
        .keys()
        .forEach(
            (key, defaultText) ->
                assertThat(handbook)
                    .as(key)
                    .anyMatch(
                        line ->
                            line.startsWith("| `" + key + "` |")
                                && line.contains(
                                    defaultText.equals("required") || defaultText.equals("none")
                                        ? "| " + defaultText + " |"
                                        : "| `" + defaultText + "` |")
                                && (key.contains("[]")
                                    || line.contains("`" + ConfigSource.variableName(key) + "`"))));
    assertThat(handbook.stream().filter(line -> line.startsWith("| `")))
        .hasSize(source.keys().size());
  }

  @Test
  void parsesAndFormatsDurations() {
    for (String text : List.of("1ms", "999ms", "1s", "90s", "5m", "24h", "7d", "0ms")) {
      assertThat(DurationText.parse(DurationText.format(DurationText.parse(text))))
          .isEqualTo(DurationText.parse(text));
    }
    assertThat(DurationText.format(Duration.ofMillis(1500))).isEqualTo("1500ms");
    assertThat(DurationText.format(Duration.ofSeconds(90))).isEqualTo("90s");
    assertThat(DurationText.format(Duration.ofHours(24))).isEqualTo("1d");
    for (String text : List.of("", "10", "s", "-1s", "1.5s", "1 s", "1us", "1sm")) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .as(text)
          .isThrownBy(() -> DurationText.parse(text));
    }
  }

  private NodeConfig read(String yaml, Map<String, String> environment) {
    try {
      Path file = Files.writeString(directory.resolve("node.yaml"), yaml);
      return ConfigReader.read(file, environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> problems(String yaml, Map<String, String> environment) {
    try {
      read(yaml, environment);
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }
}
