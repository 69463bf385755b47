// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything an operator can set, with the defaults filled in and every path absolute. {@code
 * docs/configuration.md} explains each.
 *
 * @param node this node's name for life; one of the {@code members} has it
 */
public record NodeConfig(
    String node,
    Cluster cluster,
    Path dataDirectory,
    List<Member> members,
    ClientPlane client,
    PeerPlane peer,
    Operations operations,
    SealSettings seal,
    Bootstrap bootstrap,
    Audit audit,
    Limits limits,
    Raft raft,
    Store store,
    Archive archive,
    Erasure erasure) {

  public NodeConfig {
    members = List.copyOf(members);
  }

  /** The member that this node is. */
  public Member self() {
    return members.stream()
        .filter(member -> member.node().equals(node))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no member is called " + node));
  }

  /** What all nodes share. */
  public record Cluster(String name, String trustDomain) {}

  /** One of the first members, as the others and the clients reach it. */
  public record Member(String node, HostAndPort peerAddress, HostAndPort clientAddress) {}

  /** Where clients are served and whom it trusts. Files are PEM. */
  public record ClientPlane(HostAndPort listen, Path certificate, Path privateKey, Path clientCa) {}

  /** Where other nodes are served and whom it trusts. Files are PEM. */
  public record PeerPlane(HostAndPort listen, Path certificate, Path privateKey, Path clusterCa) {}

  /** Where health and metrics are served, in plaintext. */
  public record Operations(HostAndPort listen) {}

  /** Where the root key comes from. */
  public record SealSettings(Path passphraseFile) {}

  /** What a new cluster starts with; ignored once it exists. */
  public record Bootstrap(@Nullable String admin) {}

  /**
   * Where audit records go: to Kafka if that is set, else to the file.
   *
   * @param outboxMaxRecords how many may wait before the cluster refuses requests
   */
  public record Audit(@Nullable Kafka kafka, Path file, long outboxMaxRecords) {}

  /**
   * The topic for audit records.
   *
   * @param properties how to reach the brokers; never printed
   * @param createTopic how to create the topic if there is none; null to wait for somebody else
   */
  public record Kafka(
      String bootstrapServers,
      String topic,
      Map<String, String> properties,
      @Nullable NewTopic createTopic) {
    public Kafka {
      properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    @Override
    public String toString() {
      return "Kafka("
          + bootstrapServers
          + ", "
          + topic
          + ", "
          + properties.size()
          + " properties, redacted)";
    }
  }

  /** A topic to create. */
  public record NewTopic(int replicas, int minInSyncReplicas) {}

  /** What a node takes on at most. */
  public record Limits(
      int maxBatchCommands,
      int maxBatchesInFlight,
      int maxPendingCommands,
      Duration requestTimeout,
      int maxMessageBytes,
      int maxMetadataBytes,
      int maxStreamsPerConnection,
      Duration maxConnectionAge,
      Duration maxConnectionAgeGrace,
      Duration permitKeepAliveTime,
      Duration handshakeTimeout) {}

  /**
   * When destruction is made final.
   *
   * @param daily whether the cluster begins an erasure by itself, a day after the last at the
   *     earliest, if there are destroyed versions that none has covered
   */
  public record Erasure(boolean daily) {}

  /** The replicated log. */
  public record Raft(
      Duration electionTimeoutMin,
      Duration electionTimeoutMax,
      long snapshotThreshold,
      long segmentSizeBytes,
      boolean allowNonDurableDirectories) {}

  /**
   * The memory of the store.
   *
   * @param blockCacheBytes blocks of its files that are kept, beside the Java heap
   * @param rowCacheBytes rows of keys, versions and use counts that are kept, beside the Java heap
   * @param cachedKeys keys, versions and use counts that are kept as objects, of each so many
   */
  public record Store(long blockCacheBytes, long rowCacheBytes, int cachedKeys) {}

  /**
   * The archive of key versions.
   *
   * @param recipients PEM certificates that images are sealed to; empty for no archive
   */
  public record Archive(List<Path> recipients) {
    public Archive {
      recipients = List.copyOf(recipients);
    }
  }
}
