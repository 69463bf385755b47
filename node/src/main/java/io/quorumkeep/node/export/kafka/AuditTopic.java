// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export.kafka;

import io.quorumkeep.node.export.ChainName;
import io.quorumkeep.node.export.SinkException;
import io.quorumkeep.node.export.SinkException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic as a thing: that it is there, and how it ends. */
final class AuditTopic {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTopic.class);
  private static final Duration SETTLE_PAUSE = Duration.ofMillis(20);
  private static final int SETTLE_ATTEMPTS = 500;

  private final KafkaSinkSettings settings;
  private final ChainName chain;
  private final TopicPartition partition;

  AuditTopic(KafkaSinkSettings settings, ChainName chain) {
    this.settings = settings;
    this.chain = chain;
    this.partition = new TopicPartition(settings.topic(), 0);
  }

  /** Checks that the topic is there, and creates it if that was asked for. */
  void ensureExists() {
    try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
      try {
        check(admin);
      } catch (UnknownTopicOrPartitionException e) {
        create(admin, e);
      }
    }
  }

  /** Finds the end. To be called when no other producer can write any more. */
  TopicEnd findEnd() {
    long end = settledEnd();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            ClientProperties.consumer(settings),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return new TopicEndSearch(consumer, partition, chain).find(end);
    }
  }

  private void check(Admin admin) {
    for (TopicDescription found :
        get(admin.describeTopics(List.of(settings.topic())).allTopicNames()).values()) {
      int partitions = found.partitions().size();
      if (partitions != 1) {
        throw new SinkException(
            Kind.FATAL,
            "topic " + settings.topic() + " has " + partitions + " partitions; order needs one",
            null);
      }
    }
  }

  private void create(Admin admin, UnknownTopicOrPartitionException missing) {
    KafkaSinkSettings.TopicCreation creation = settings.creation();
    if (creation == null) {
      throw new SinkException(
          Kind.RETRYABLE,
          "topic " + settings.topic() + " does not exist, and creating it was not asked for",
          missing);
    }
    NewTopic topic =
        new NewTopic(settings.topic(), 1, creation.replicationFactor())
            .configs(
                Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_DELETE,
                    TopicConfig.RETENTION_MS_CONFIG,
                    "-1",
                    TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                    Integer.toString(creation.minInSyncReplicas()),
                    TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                    "CreateTime"));
    try {
      get(admin.createTopics(List.of(topic)).all());
      LOG.info("created topic {}", settings.topic());
    } catch (TopicExistsException e) {
      LOG.debug("topic {} was created meanwhile", settings.topic(), e);
    }
  }

  /**
   * The end offset once no transaction is open. Fencing has ended ours; if another stays open, a
   * stranger writes to the topic, and what it will hold cannot be known.
   */
  private long settledEnd() {
    try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
      for (int i = 0; i < SETTLE_ATTEMPTS; i++) {
        long written = endOffset(admin, IsolationLevel.READ_UNCOMMITTED);
        if (endOffset(admin, IsolationLevel.READ_COMMITTED) == written) {
          return written;
        }
        pause();
      }
    }
    throw new SinkException(
        Kind.RETRYABLE, "topic " + settings.topic() + " has a transaction that does not end", null);
  }

  private long endOffset(Admin admin, IsolationLevel isolation) {
    return get(admin
            .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
            .partitionResult(partition))
        .offset();
  }

  private static void pause() {
    try {
      Thread.sleep(SETTLE_PAUSE.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e);
    }
  }
}
