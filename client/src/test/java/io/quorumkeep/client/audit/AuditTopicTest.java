// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AuditTopicTest {
  private static final String NAME = AuditTopic.DEFAULT_NAME;
  private static final TopicPartition PARTITION = new TopicPartition(NAME, 0);

  private final AuditTopic topic = new AuditTopic(NAME, Map.of());

  @Test
  void givenTopic_whenRead_thenEverythingUpToItsEndIsGivenInOrder() {
    List<String> read = new ArrayList<>();
    try (var consumer = consumerOf(1, 3)) {
      consumer.schedulePollTask(() -> append(consumer, 0, 1));
      consumer.schedulePollTask(() -> append(consumer, 2, 3, 4));

      topic.read(consumer, value -> read.add(new String(value, UTF_8)));
    }

    assertThat(read).containsExactly("v0", "v1", "v2");
  }

  @Test
  void givenReaderThatSaysNo_whenRead_thenItIsGivenNoMore() {
    List<String> read = new ArrayList<>();
    try (var consumer = consumerOf(1, 3)) {
      consumer.schedulePollTask(() -> append(consumer, 0, 1, 2));

      topic.read(
          consumer,
          value -> {
            read.add(new String(value, UTF_8));
            return read.size() < 2;
          });
    }

    assertThat(read).containsExactly("v0", "v1");
  }

  @Test
  void givenEmptyTopic_whenRead_thenNothingIsGiven() {
    try (var consumer = consumerOf(1, 0)) {
      topic.read(
          consumer,
          value -> {
            throw new AssertionError("there is nothing");
          });
    }
  }

  @Test
  void givenTwoPartitions_whenRead_thenItIsRefused() {
    try (var consumer = consumerOf(2, 3)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> topic.read(consumer, value -> true))
          .withMessageContaining("has 2 partitions");
    }
  }

  @Test
  void givenDeletedValue_whenRead_thenItIsGivenAsNothingAtAll() {
    List<Integer> lengths = new ArrayList<>();
    try (var consumer = consumerOf(1, 1)) {
      consumer.schedulePollTask(
          () -> consumer.addRecord(new ConsumerRecord<>(NAME, 0, 0, new byte[0], null)));

      topic.read(consumer, value -> lengths.add(value.length));
    }

    assertThat(lengths).containsExactly(0);
  }

  private static MockConsumer<byte[], byte[]> consumerOf(int partitions, long end) {
    var consumer = new MockConsumer<byte[], byte[]>("none");
    consumer.updatePartitions(
        NAME,
        IntStream.range(0, partitions)
            .mapToObj(i -> new PartitionInfo(NAME, i, null, null, null))
            .toList());
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
    return consumer;
  }

  private static void append(MockConsumer<byte[], byte[]> consumer, int... offsets) {
    for (int offset : offsets) {
      consumer.addRecord(
          new ConsumerRecord<>(NAME, 0, offset, new byte[0], ("v" + offset).getBytes(UTF_8)));
    }
  }
}
