// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export.kafka;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the topic is.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param topic with one partition
 * @param compression {@code zstd}, {@code lz4} or {@code none}
 * @param security how to reach the brokers: properties of Kafka clients that begin with {@code
 *     security.}, {@code ssl.} or {@code sasl.}; nothing else can be set, because the promises of
 *     the sink rest on the rest
 * @param creation how to create the topic if there is none; null to wait for somebody else to do it
 */
public record KafkaSinkSettings(
    String bootstrapServers,
    String topic,
    String compression,
    Map<String, String> security,
    @Nullable TopicCreation creation) {
  /** The topic, unless configured otherwise. */
  public static final String DEFAULT_TOPIC = "quorumkeep.audit.v1";

  public KafkaSinkSettings {
    security = Collections.unmodifiableMap(new TreeMap<>(security));
    for (String name : security.keySet()) {
      if (!name.startsWith("security.") && !name.startsWith("ssl.") && !name.startsWith("sasl.")) {
        throw new IllegalArgumentException("the audit sink sets the Kafka property " + name);
      }
    }
    if (bootstrapServers.isBlank() || topic.isBlank()) {
      throw new IllegalArgumentException("the audit sink needs bootstrap servers and a topic");
    }
  }

  /** Says nothing of {@link #security}, which may hold a password. */
  @Override
  public String toString() {
    return topic + " at " + bootstrapServers;
  }

  /**
   * A topic to create. It keeps records for ever until an operator says otherwise, since its age is
   * the age of the records and not of the topic.
   */
  public record TopicCreation(short replicationFactor, int minInSyncReplicas) {
    public TopicCreation {
      if (minInSyncReplicas < 1 || replicationFactor < minInSyncReplicas) {
        throw new IllegalArgumentException(
            "a topic has at least as many replicas as have to be in sync");
      }
    }
  }
}
