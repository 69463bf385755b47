// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a node's configuration: one YAML file, then environment variables over it.
 *
 * <p>Unknown keys are refused, with the key that was meant. All problems are reported at once.
 * Environment variables that start with {@code QUORUMKEEP_} and set no key are refused only if they
 * look like a misspelt one: platforms make such names for their own purposes.
 */
public final class ConfigReader {
  private static final long MAX_FILE_BYTES = 1 << 20;
  private static final int MAX_MEMBERS = 9;
  private static final int MAX_RECIPIENTS = 9;
  private static final HostAndPort OPERATIONS = new HostAndPort("127.0.0.1", 7445);
  private static final String TOPIC = "quorumkeep.audit.v1";
  private static final List<String> CLIENT_PROPERTIES = List.of("security.", "ssl.", "sasl.");

  private ConfigReader() {}

  /**
   * Reads {@code file}.
   *
   * @param environment the process's variables, such as {@code System.getenv()}
   * @throws ConfigException with everything that is wrong
   */
  public static NodeConfig read(Path file, Map<String, String> environment) {
    return read(file, newSource(file, environment));
  }

  static ConfigSource newSource(Path file, Map<String, String> environment) {
    Path directory = Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
    return new ConfigSource(directory, environment);
  }

  static NodeConfig read(Path file, ConfigSource source) {
    NodeConfig config;
    try (Section root = new Section(source, "", tree(file, source), true)) {
      config = nodeConfig(root);
      Rules.check(config, source);
    }
    source.checkVariables();
    if (!source.problems().isEmpty()) {
      throw new ConfigException("configuration " + file, source.problems());
    }
    return config;
  }

  private static ObjectNode tree(Path file, ConfigSource source) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new ConfigException(
            "configuration " + file, List.of("the file is longer than 1 MiB"));
      }
      JsonNode tree = source.parse("the file", Files.readString(file));
      if (tree instanceof ObjectNode mapping) {
        return mapping;
      }
      if (tree != null && !tree.isMissingNode() && !tree.isNull()) {
        source.problem("the file", "expected a mapping");
      }
    } catch (IOException e) {
      throw new ConfigException(
          "configuration " + file, List.of("the file cannot be read: " + e.getMessage()));
    }
    if (!source.problems().isEmpty()) {
      throw new ConfigException("configuration " + file, source.problems());
    }
    return JsonNodeFactory.instance.objectNode();
  }

  private static NodeConfig nodeConfig(Section root) {
    String node = root.text("node", Form.NODE_NAME);
    NodeConfig.Cluster cluster = root.section("cluster", ConfigReader::cluster);
    Path data = root.path("dataDirectory", "data/<node>", "data/" + node);
    List<NodeConfig.Member> members = root.sections("members", ConfigReader::member);
    Optional<NodeConfig.Member> self =
        members.stream().filter(member -> member.node().equals(node)).findFirst();
    return new NodeConfig(
        node,
        cluster,
        data,
        members,
        root.section(
            "client", section -> clientPlane(section, self.map(NodeConfig.Member::clientAddress))),
        root.section(
            "peer", section -> peerPlane(section, self.map(NodeConfig.Member::peerAddress))),
        root.section("operations", ConfigReader::operations),
        root.section(
            "seal", section -> new NodeConfig.SealSettings(section.file("passphraseFile"))),
        root.section(
            "bootstrap",
            section -> new NodeConfig.Bootstrap(section.optionalText("admin", Form.SPIFFE_ID))),
        root.section("audit", section -> audit(section, data)),
        root.section("limits", ConfigReader::limits),
        root.section("raft", ConfigReader::raft),
        root.section("store", ConfigReader::store),
        root.section("archive", ConfigReader::archive),
        root.section("erasure", ConfigReader::erasure));
  }

  private static NodeConfig.Cluster cluster(Section section) {
    return new NodeConfig.Cluster(
        section.text("name", "quorumkeep", Form.CLUSTER_NAME),
        section.text("trustDomain", Form.TRUST_DOMAIN));
  }

  private static NodeConfig.Member member(Section section) {
    return new NodeConfig.Member(
        section.text("node", Form.NODE_NAME),
        section.address("peerAddress"),
        section.address("clientAddress"));
  }

  private static NodeConfig.ClientPlane clientPlane(Section section, Optional<HostAndPort> own) {
    return new NodeConfig.ClientPlane(
        listen(section, "this member's clientAddress", own),
        section.file("certificate"),
        section.file("privateKey"),
        section.file("clientCa"));
  }

  private static NodeConfig.PeerPlane peerPlane(Section section, Optional<HostAndPort> own) {
    return new NodeConfig.PeerPlane(
        listen(section, "this member's peerAddress", own),
        section.file("certificate"),
        section.file("privateKey"),
        section.file("clusterCa"));
  }

  private static NodeConfig.Operations operations(Section section) {
    return new NodeConfig.Operations(
        listen(section, OPERATIONS.toString(), Optional.of(OPERATIONS)));
  }

  /** Where to listen; a member that is not found is a problem of its own. */
  private static HostAndPort listen(
      Section section, String defaultText, Optional<HostAndPort> fallback) {
    HostAndPort address = section.optionalAddress("listen", defaultText);
    return address == null ? fallback.orElse(OPERATIONS) : address;
  }

  private static NodeConfig.Audit audit(Section section, Path data) {
    NodeConfig.@Nullable Kafka kafka = section.optionalSection("kafka", ConfigReader::kafka);
    String standard = data.resolve("audit.ndjson").toString();
    Path file =
        section.section(
            "file", inner -> inner.path("path", "<dataDirectory>/audit.ndjson", standard));
    if (kafka != null && !file.toString().equals(standard)) {
      section.problem("file", "set either audit.kafka or audit.file, not both");
    }
    return new NodeConfig.Audit(
        kafka, file, section.whole("outboxMaxRecords", 50_000_000L, 1_000L, 10_000_000_000L));
  }

  private static NodeConfig.Erasure erasure(Section section) {
    return new NodeConfig.Erasure(
        section.text("schedule", "off", Form.ERASURE_SCHEDULE).equals("daily"));
  }

  private static NodeConfig.Kafka kafka(Section section) {
    return new NodeConfig.Kafka(
        section.text("bootstrapServers", Form.SERVERS),
        section.text("topic", TOPIC, Form.TOPIC),
        clientProperties(section),
        section.optionalSection("createTopic", ConfigReader::newTopic));
  }

  /** Only what says how to reach the brokers: the promises of the audit stream rest on the rest. */
  private static Map<String, String> clientProperties(Section section) {
    Map<String, String> properties = section.texts("properties");
    for (String name : properties.keySet()) {
      if (CLIENT_PROPERTIES.stream().noneMatch(name::startsWith)) {
        section.problem(
            "properties", "expected names that begin with security., ssl. or sasl., found " + name);
      }
    }
    return properties;
  }

  private static NodeConfig.NewTopic newTopic(Section section) {
    NodeConfig.NewTopic topic =
        new NodeConfig.NewTopic(
            section.integer("replicas", 3, 1, 100),
            section.integer("minInSyncReplicas", 2, 1, 100));
    if (topic.minInSyncReplicas() > topic.replicas()) {
      section.problem("minInSyncReplicas", "expected at most replicas");
    }
    return topic;
  }

  private static NodeConfig.Limits limits(Section section) {
    return new NodeConfig.Limits(
        section.integer("maxBatchCommands", 1_024, 1, 65_536),
        section.integer("maxBatchesInFlight", 1, 1, 64),
        section.integer("maxPendingCommands", 16_384, 1, 1 << 20),
        section.duration("requestTimeout", ofSeconds(10), ofMillis(100), ofSeconds(30)),
        section.integer("maxMessageBytes", 256 << 10, 4 << 10, 4 << 20),
        section.integer("maxMetadataBytes", 8 << 10, 1 << 10, 64 << 10),
        section.integer("maxStreamsPerConnection", 128, 1, 10_000),
        section.duration("maxConnectionAge", ofMinutes(30), ofSeconds(10), ofHours(24)),
        section.duration("maxConnectionAgeGrace", ofSeconds(30), ofSeconds(1), ofMinutes(10)),
        section.duration("permitKeepAliveTime", ofSeconds(30), ofSeconds(1), ofHours(1)),
        section.duration("handshakeTimeout", ofSeconds(5), ofMillis(500), ofMinutes(1)));
  }

  private static NodeConfig.Raft raft(Section section) {
    return new NodeConfig.Raft(
        section.duration("electionTimeoutMin", ofMillis(500), ofMillis(50), ofMinutes(1)),
        section.duration("electionTimeoutMax", ofSeconds(1), ofMillis(100), ofMinutes(2)),
        section.whole("snapshotThreshold", 100_000L, 100L, 1_000_000_000L),
        section.whole("segmentSizeBytes", 16L << 20, 1L << 20, 1L << 30),
        section.flag("allowNonDurableDirectories", false));
  }

  private static NodeConfig.Store store(Section section) {
    return new NodeConfig.Store(
        section.whole("blockCacheBytes", 128L << 20, 8L << 20, 1L << 40),
        section.whole("rowCacheBytes", 384L << 20, 1L << 20, 1L << 36),
        section.integer("cachedKeys", 20_000, 1_000, 10_000_000));
  }

  private static NodeConfig.Archive archive(Section section) {
    List<Path> recipients = section.files("recipients");
    if (recipients.size() > MAX_RECIPIENTS) {
      section.problem("recipients", "expected at most " + MAX_RECIPIENTS);
    }
    return new NodeConfig.Archive(recipients);
  }

  /** What no single key can tell. */
  private static final class Rules {
    private Rules() {}

    static void check(NodeConfig config, ConfigSource source) {
      checkMembers(config, source);
      if (config.raft().electionTimeoutMin().compareTo(config.raft().electionTimeoutMax()) >= 0) {
        source.problem(
            "raft.electionTimeoutMin", "expected a shorter time than raft.electionTimeoutMax");
      }
      if (config.limits().maxPendingCommands() < config.limits().maxBatchCommands()) {
        source.problem("limits.maxPendingCommands", "expected at least limits.maxBatchCommands");
      }
      String admin = config.bootstrap().admin();
      String domain = "spiffe://" + config.cluster().trustDomain() + "/";
      if (admin != null && !admin.startsWith(domain)) {
        source.problem("bootstrap.admin", "expected an id of the trust domain: " + domain + "…");
      }
    }

    private static void checkMembers(NodeConfig config, ConfigSource source) {
      List<NodeConfig.Member> members = config.members();
      if (members.size() > MAX_MEMBERS) {
        source.problem("members", "expected at most " + MAX_MEMBERS);
      }
      TreeSet<String> names = new TreeSet<>();
      TreeSet<String> addresses = new TreeSet<>();
      for (NodeConfig.Member member : members) {
        if (!names.add(member.node())) {
          source.problem("members", "two are called " + member.node());
        }
        if (!addresses.add(member.peerAddress().toString())) {
          source.problem("members", "two have the peerAddress " + member.peerAddress());
        }
      }
      if (!config.node().isEmpty() && !names.contains(config.node())) {
        source.problem("members", "none is called " + config.node() + ", which is this node");
      }
    }
  }
}
