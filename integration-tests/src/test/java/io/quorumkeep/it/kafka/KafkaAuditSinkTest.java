// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.export.AuditSink;
import io.quorumkeep.node.export.AuditSinkContract;
import io.quorumkeep.node.export.AuditTrail;
import io.quorumkeep.node.export.ExportedRecord;
import io.quorumkeep.node.export.SinkException;
import io.quorumkeep.node.export.kafka.KafkaAuditSink;
import io.quorumkeep.node.export.kafka.KafkaSinkSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KafkaAuditSinkTest extends AuditSinkContract {
  @RegisterExtension static final SharedBroker BROKER = new SharedBroker();

  private final String topic = BROKER.newTopic();

  @Override
  protected AuditSink newSink() {
    return new KafkaAuditSink(BROKER.settings(topic), AuditTrail.CHAIN);
  }

  @Override
  protected List<String> contents() {
    return BROKER.reader(topic).values();
  }

  @Test
  void givenARecord_whenRead_thenKeyTimeAndHeadersFollowFromIt() {
    AuditTrail trail = trail(7);
    try (AuditSink sink = newSink()) {
      sink.openAndFindTail();
      sink.append(trail.exported(1));
    }

    ConsumerRecord<byte[], byte[]> last = BROKER.reader(topic).records().get(6);

    Map<String, String> headers = new TreeMap<>();
    last.headers()
        .forEach(
            header ->
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    assertThat(new String(last.key(), StandardCharsets.UTF_8)).isEqualTo("test-cluster/audit/0");
    assertThat(last.timestamp()).isEqualTo(trail.exported(7).get(0).record().timeMs());
    assertThat(headers)
        .containsExactly(
            Map.entry("ce_id", "test-cluster/audit/0/7"),
            Map.entry("ce_source", "//quorumkeep/test-cluster"),
            Map.entry("ce_specversion", "1.0"),
            Map.entry("ce_subject", "namespaces/pay/keys/card-7"),
            Map.entry("ce_time", "2026-11-24T06:00:00.007Z"),
            Map.entry("ce_type", "io.quorumkeep.audit.v1.retrieve_key"),
            Map.entry("content-type", "application/json"));
  }

  @Test
  void givenAnAbortedTransactionAtTheEnd_whenOpened_thenTailIsBeforeIt() {
    AuditTrail trail = trail(400);
    try (AuditSink sink = newSink()) {
      sink.openAndFindTail();
      sink.append(trail.exported(1).subList(0, 5));
    }
    abandonTransaction(trail.exported(6));

    try (AuditSink another = newSink()) {
      assertThat(another.openAndFindTail().sequence()).isEqualTo(5);
      another.append(trail.exported(6));
    }
    assertThat(contents()).isEqualTo(trail.lines());
  }

  @Test
  void givenOnlyAbortedTransactions_whenOpened_thenTailIsTheStart() {
    AuditTrail trail = trail(100);
    try (AuditSink sink = newSink()) {
      sink.openAndFindTail();
    }
    abandonTransaction(trail.exported(1));

    try (AuditSink another = newSink()) {
      assertThat(another.openAndFindTail().sequence()).isZero();
    }
  }

  @Test
  void givenAStrangerWroteMeanwhile_whenAppended_thenAbortedAndThenRefused() {
    AuditTrail trail = trail(10);
    try (AuditSink sink = newSink()) {
      sink.openAndFindTail();
      sink.append(trail.exported(1).subList(0, 5));
      produce("stranger".getBytes(StandardCharsets.UTF_8));

      assertThatThrownBy(() -> sink.append(trail.exported(6)))
          .isInstanceOf(SinkException.class)
          .hasMessageContaining("is not what it was");
      assertThatThrownBy(sink::openAndFindTail)
          .isInstanceOfSatisfying(
              SinkException.class, e -> assertThat(e.kind()).isEqualTo(SinkException.Kind.FATAL))
          .hasMessageContaining("offset 6");
    }
    assertThat(contents()).hasSize(6);
  }

  @Test
  void givenTopicReplacedWhileIdle_whenAppended_thenNoHoleInFront() throws Exception {
    AuditTrail trail = trail(10);
    try (AuditSink sink = newSink()) {
      sink.openAndFindTail();
      sink.append(trail.exported(1).subList(0, 5));
      BROKER.reader(topic).delete();
      createTopic(1);

      assertThatThrownBy(() -> sink.append(trail.exported(6))).isInstanceOf(SinkException.class);
      assertThat(sink.openAndFindTail().sequence()).isZero();
      sink.append(trail.exported(1));
    }
    assertThat(contents()).isEqualTo(trail.lines());
  }

  @Test
  void givenTopicWithTwoPartitions_whenOpened_thenRefused() throws Exception {
    createTopic(2);

    assertThatThrownBy(() -> newSink().openAndFindTail())
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.kind()).isEqualTo(SinkException.Kind.FATAL))
        .hasMessageContaining("2 partitions");
  }

  @Test
  void givenNoTopicAndNoLeaveToCreateIt_whenOpened_thenMayBeTriedAgain() throws Exception {
    KafkaSinkSettings settings =
        new KafkaSinkSettings(BROKER.broker().bootstrapServers(), topic, "lz4", Map.of(), null);

    try (KafkaAuditSink sink = new KafkaAuditSink(settings, AuditTrail.CHAIN)) {
      assertThatThrownBy(sink::openAndFindTail)
          .isInstanceOfSatisfying(
              SinkException.class,
              e -> assertThat(e.kind()).isEqualTo(SinkException.Kind.RETRYABLE));
    }
    assertThat(BROKER.reader(topic).exists()).isFalse();
  }

  /** Leaves a transaction open, as a leader does that is killed in the middle of an append. */
  private void abandonTransaction(List<ExportedRecord> records) {
    try (Producer<byte[], byte[]> zombie =
        producer(Map.of("transactional.id", "quorumkeep-audit-test-cluster-0"))) {
      zombie.initTransactions();
      zombie.beginTransaction();
      for (ExportedRecord record : records) {
        var unused = zombie.send(new ProducerRecord<>(topic, 0, new byte[] {1}, record.json()));
      }
      zombie.flush();
      try (AuditSink newLeader = newSink()) {
        newLeader.openAndFindTail();
      }
    }
  }

  private void produce(byte[] value) {
    try (Producer<byte[], byte[]> stranger = producer(Map.of())) {
      var unused = stranger.send(new ProducerRecord<>(topic, 0, new byte[] {1}, value));
      stranger.flush();
    }
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> properties = new TreeMap<>(more);
    properties.put("bootstrap.servers", BROKER.broker().bootstrapServers());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void createTopic(int partitions) {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", BROKER.broker().bootstrapServers()))) {
      Awaitility.await()
          .ignoreExceptionsInstanceOf(ExecutionException.class)
          .until(
              () -> {
                admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
                return true;
              });
    }
  }
}
