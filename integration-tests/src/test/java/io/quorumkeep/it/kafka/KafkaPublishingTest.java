// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.export.AuditSink;
import io.quorumkeep.node.export.AuditTrail;
import io.quorumkeep.node.export.ExportedRecord;
import io.quorumkeep.node.export.SinkException;
import io.quorumkeep.node.export.kafka.KafkaAuditSink;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KafkaPublishingTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int ROW = 250;

  @RegisterExtension static final SharedBroker BROKER = new SharedBroker();

  private final String topic = BROKER.newTopic();
  private final AuditTrail trail = new AuditTrail();

  @Test
  void givenLoad_whenTheBrokerIsKilledAgainAndAgain_thenExactlyOnceAndDense() throws Exception {
    try (PublisherThread node = new PublisherThread(trail, sink())) {
      node.publisher().start(1);
      for (int kill = 0; kill < 3; kill++) {
        write(node, 20_000);
        long before = node.published();
        await().atMost(PATIENCE).until(() -> node.published() > before);
        BROKER.broker().kill();
        write(node, 5_000);
        BROKER.broker().start();
      }
      write(node, 5_000);
      awaitAll(node);

      assertThat(node.halted()).isNull();
    }
    assertThat(BROKER.reader(topic).values()).isEqualTo(trail.lines());
  }

  @Test
  void givenTwoLeaders_whenBothPublish_thenTheLaterOneFencesAndNothingIsDoubled() throws Exception {
    AuditTrail other = new AuditTrail();
    try (PublisherThread old = new PublisherThread(trail, sink());
        PublisherThread leader = new PublisherThread(other, sink())) {
      old.publisher().start(1);
      write(old, 5_000);
      awaitAll(old);
      other.append(5_000);
      leader.publisher().start(2);
      await().atMost(PATIENCE).until(() -> isOpen(leader, other));

      // The old leader has not heard of it yet, and writes on.
      for (int i = 0; i < 20; i++) {
        trail.append(ROW);
        other.append(ROW);
        old.publisher().wake();
        leader.publisher().wake();
      }
      await().atMost(PATIENCE).until(() -> old.failures() + leader.failures() > 0);
      old.publisher().stop().join();
      await().atMost(PATIENCE).until(() -> leader.published() == other.head().sequence());

      assertThat(leader.halted()).isNull();
      assertThat(old.halted()).isNull();
    }
    assertThat(BROKER.reader(topic).values()).isEqualTo(other.lines());
  }

  @Test
  void givenAcknowledgementLost_whenOpenedAgain_thenGoesOnAfterTheTail() throws Exception {
    trail.append(1_000);
    AuditSink lossy = new LosesAcknowledgements(sink());
    try (PublisherThread node = new PublisherThread(trail, lossy)) {
      node.publisher().start(1);
      await().atMost(PATIENCE).until(() -> BROKER.reader(topic).exists() && node.failures() >= 1);
      write(node, 3_000);
      awaitAll(node);

      assertThat(node.failures()).isGreaterThanOrEqualTo(1);
    }
    assertThat(BROKER.reader(topic).values()).isEqualTo(trail.lines());
  }

  @Test
  void givenTopicDeleted_whenPublishingGoesOn_thenRebuiltByteForByte() throws Exception {
    List<List<Object>> before;
    try (PublisherThread node = new PublisherThread(trail, sink())) {
      node.publisher().start(1);
      write(node, 6_000);
      awaitAll(node);
      before = everything();
      BROKER.reader(topic).delete();

      trail.append(1);
      node.publisher().wake();
      awaitAll(node);
    }
    assertThat(BROKER.reader(topic).values()).isEqualTo(trail.lines());
    assertThat(everything().subList(0, 6_000)).isEqualTo(before);
  }

  @Test
  void givenATopicOfAnotherHistory_whenStarted_thenHalts() throws Exception {
    trail.append(100);
    try (PublisherThread node = new PublisherThread(trail, sink())) {
      node.publisher().start(1);
      awaitAll(node);
    }
    AuditTrail fork = new AuditTrail(new InMemoryKeyValueStore(), "another-node");
    fork.append(200);

    try (PublisherThread node = new PublisherThread(fork, sink())) {
      node.publisher().start(2);
      await().atMost(PATIENCE).until(() -> node.halted() != null);

      assertThat(node.halted()).hasMessageContaining("disagree");
    }
    assertThat(BROKER.reader(topic).values()).isEqualTo(trail.lines());
  }

  private KafkaAuditSink sink() {
    return new KafkaAuditSink(BROKER.settings(topic), AuditTrail.CHAIN);
  }

  private void write(PublisherThread node, int records) {
    for (int i = 0; i < records; i += ROW) {
      trail.append(ROW);
      node.publisher().wake();
    }
  }

  private void awaitAll(PublisherThread node) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> node.published() == trail.head().sequence() || node.halted() != null);
    assertThat(node.halted()).isNull();
  }

  private static boolean isOpen(PublisherThread leader, AuditTrail trail) {
    trail.append(1);
    leader.publisher().wake();
    return leader.published() > 0;
  }

  /** Offsets apart, all that a consumer sees. */
  private List<List<Object>> everything() {
    return BROKER.reader(topic).records().stream().map(KafkaPublishingTest::everything).toList();
  }

  private static List<Object> everything(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    record.headers().forEach(header -> headers.put(header.key(), Arrays.toString(header.value())));
    return List.of(
        ByteBuffer.wrap(record.key()),
        record.timestamp(),
        headers,
        ByteBuffer.wrap(record.value()));
  }

  /** Appends, and then fails all the same, the first time. */
  private static final class LosesAcknowledgements implements AuditSink {
    private final AuditSink sink;
    private boolean lost;

    LosesAcknowledgements(AuditSink sink) {
      this.sink = sink;
    }

    @Override
    public ChainHead openAndFindTail() {
      return sink.openAndFindTail();
    }

    @Override
    public void append(List<ExportedRecord> records) {
      sink.append(records);
      if (!lost) {
        lost = true;
        throw new SinkException(SinkException.Kind.RETRYABLE, "the acknowledgement is lost", null);
      }
    }

    @Override
    public void close() {
      sink.close();
    }
  }
}
