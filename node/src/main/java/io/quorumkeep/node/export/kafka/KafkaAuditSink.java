// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export.kafka;

import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.export.AuditSink;
import io.quorumkeep.node.export.ChainName;
import io.quorumkeep.node.export.ExportedRecord;
import io.quorumkeep.node.export.SinkException;
import io.quorumkeep.node.export.SinkException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a topic with one partition, each append a transaction.
 *
 * <p>Opening fences every producer of this chain that was opened earlier, which also ends its open
 * transaction, and only then reads where the topic ends. Any error closes the producer: after a
 * timeout nobody knows whether the transaction was committed, and only the topic can say.
 *
 * <p>Before a transaction is committed, its offsets must be exactly those after the transaction
 * before it. If they are not, the topic was deleted, truncated or written to by a stranger, and the
 * transaction is aborted. So a topic that vanishes while the cluster is idle cannot come back with
 * a hole in front.
 */
public final class KafkaAuditSink implements AuditSink {
  /** A transaction is followed by the marker that ends it, which has an offset of its own. */
  private static final int MARKER_OFFSETS = 1;

  private static final Duration ORDERLY_CLOSE = Duration.ofSeconds(5);

  private final KafkaSinkSettings settings;
  private final AuditTopic topic;
  private final String transactionalId;
  private final byte[] key;
  private final RecordHeaders headers;
  private @Nullable Producer<byte[], byte[]> producer;
  private ChainHead tail = ChainHead.start();
  private long nextOffset;

  public KafkaAuditSink(KafkaSinkSettings settings, ChainName chain) {
    this.settings = settings;
    this.topic = new AuditTopic(settings, chain);
    this.transactionalId = "quorumkeep-audit-" + chain.clusterId() + "-" + chain.group();
    this.key = chain.uid().getBytes(StandardCharsets.UTF_8);
    this.headers = new RecordHeaders(chain);
  }

  @Override
  public ChainHead openAndFindTail() {
    close();
    try {
      topic.ensureExists();
      Producer<byte[], byte[]> opened =
          new KafkaProducer<>(
              ClientProperties.producer(settings, transactionalId),
              new ByteArraySerializer(),
              new ByteArraySerializer());
      producer = opened;
      opened.initTransactions();
      TopicEnd end = topic.findEnd();
      tail = end.head();
      nextOffset = end.nextOffset();
      return tail;
    } catch (KafkaException | IllegalStateException e) {
      throw failure("cannot open topic " + settings, e);
    } catch (SinkException e) {
      abandon();
      throw e;
    }
  }

  @Override
  public void append(List<ExportedRecord> records) {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      throw new IllegalStateException("the sink is not open");
    }
    ChainHead next = ExportedRecord.advance(tail, records);
    try {
      open.beginTransaction();
      long last = send(open, records);
      open.commitTransaction();
      nextOffset = last + 1 + MARKER_OFFSETS;
      tail = next;
    } catch (KafkaException | IllegalStateException e) {
      // The producer answers with the latter if an earlier error has ended it meanwhile.
      throw failure("cannot publish to topic " + settings, e);
    } catch (SinkException e) {
      abandon();
      throw e;
    }
  }

  @Override
  public void close() {
    close(ORDERLY_CLOSE);
  }

  /** Sends everything and returns the offset of the last record. */
  private long send(Producer<byte[], byte[]> open, List<ExportedRecord> records) {
    Future<RecordMetadata> first = send(open, records.get(0));
    Future<RecordMetadata> last = first;
    for (ExportedRecord record : records.subList(1, records.size())) {
      last = send(open, record);
    }
    open.flush();
    long firstOffset = offset(first);
    long lastOffset = offset(last);
    if (firstOffset != nextOffset || lastOffset != firstOffset + records.size() - 1) {
      throw new SinkException(
          Kind.RETRYABLE,
          "records came to offsets "
              + firstOffset
              + " to "
              + lastOffset
              + " instead of "
              + nextOffset
              + " on: topic "
              + settings
              + " is not what it was",
          null);
    }
    return lastOffset;
  }

  private Future<RecordMetadata> send(Producer<byte[], byte[]> open, ExportedRecord record) {
    return open.send(
        new ProducerRecord<>(
            settings.topic(),
            0,
            record.record().timeMs(),
            key,
            record.json(),
            headers.of(record.record())));
  }

  private static long offset(Future<RecordMetadata> sent) {
    try {
      return sent.get().offset();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e);
    }
  }

  private SinkException failure(String what, RuntimeException cause) {
    abandon();
    return new SinkException(isFenced(cause) ? Kind.FENCED : Kind.RETRYABLE, what, cause);
  }

  private static boolean isFenced(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof ProducerFencedException || at instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }

  /** Drops the producer as it is; the next opening ends the transaction that it leaves. */
  private void abandon() {
    close(Duration.ZERO);
  }

  private void close(Duration timeout) {
    Producer<byte[], byte[]> open = producer;
    producer = null;
    if (open != null) {
      open.close(timeout);
    }
  }
}
