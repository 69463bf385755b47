// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic as a SIEM does: committed records, from the beginning. */
final class TopicReader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MAX_IDLE_POLLS = 100;

  private final String bootstrapServers;
  private final String topic;

  TopicReader(String bootstrapServers, String topic) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
  }

  List<ConsumerRecord<byte[], byte[]>> records() {
    TopicPartition partition = new TopicPartition(topic, 0);
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "none",
            "enable.auto.commit",
            false);
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
      for (int idle = 0; consumer.position(partition) < end; idle++) {
        long before = consumer.position(partition);
        all.addAll(consumer.poll(POLL).records(partition));
        if (consumer.position(partition) > before) {
          idle = 0;
        }
        if (idle > MAX_IDLE_POLLS) {
          throw new IllegalStateException(topic + " cannot be read up to " + end);
        }
      }
      return all;
    }
  }

  List<String> values() {
    return records().stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }

  boolean exists() throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      return admin.listTopics().names().get().contains(topic);
    }
  }

  void delete() throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }
}
