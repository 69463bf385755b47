// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.audit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the audit topic from its beginning to the end that it had when reading began: only what was
 * committed, so that what a publisher left unfinished does not look like a repetition.
 */
public final class AuditTopic {
  /** Where nodes publish unless told otherwise. */
  public static final String DEFAULT_NAME = "quorumkeep.audit.v1";

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name;
  private final Map<String, Object> properties;

  /**
   * Describes a topic.
   *
   * @param name of the topic
   * @param properties of the Kafka consumer, {@code bootstrap.servers} among them
   */
  public AuditTopic(String name, Map<String, String> properties) {
    this.name = name;
    this.properties = new HashMap<>(properties);
    this.properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    this.properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    this.properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    this.properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
  }

  /**
   * Gives every value to {@code reader}, in order, until it says no.
   *
   * @throws IllegalStateException if the topic cannot be read
   */
  public void read(Predicate<byte[]> reader) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      read(consumer, reader);
    } catch (KafkaException e) {
      throw unreadable(e);
    }
  }

  /** The same, over a consumer that is there already. */
  void read(Consumer<byte[], byte[]> consumer, Predicate<byte[]> reader) {
    try {
      TopicPartition partition = onlyPartition(consumer);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
      readTo(end, partition, consumer, reader);
    } catch (KafkaException e) {
      throw unreadable(e);
    }
  }

  private IllegalStateException unreadable(KafkaException e) {
    return new IllegalStateException("the topic " + name + " cannot be read: " + e.getMessage(), e);
  }

  private void readTo(
      long end,
      TopicPartition partition,
      Consumer<byte[], byte[]> consumer,
      Predicate<byte[]> reader) {
    long heardNanos = System.nanoTime();
    long position = consumer.position(partition, PATIENCE);
    while (position < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < end && !reader.test(valueOf(record))) {
          return;
        }
      }
      long reached = consumer.position(partition, PATIENCE);
      if (reached > position) {
        heardNanos = System.nanoTime();
      } else if (System.nanoTime() - heardNanos > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "the topic " + name + " stopped at offset " + reached + " of " + end);
      }
      position = reached;
    }
  }

  private static byte[] valueOf(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    return value == null ? new byte[0] : value;
  }

  /** A chain is in one partition; more of them would have no order. */
  private TopicPartition onlyPartition(Consumer<byte[], byte[]> consumer) {
    var partitions = consumer.partitionsFor(name, PATIENCE);
    if (partitions.isEmpty()) {
      throw new IllegalStateException("there is no topic " + name);
    }
    if (partitions.size() != 1) {
      throw new IllegalStateException(
          "the topic " + name + " has " + partitions.size() + " partitions; a chain has one");
    }
    return new TopicPartition(name, 0);
  }
}
