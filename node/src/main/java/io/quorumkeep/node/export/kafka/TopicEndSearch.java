// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export.kafka;

import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.export.ChainName;
import io.quorumkeep.node.export.RecordTail;
import io.quorumkeep.node.export.SinkException;
import io.quorumkeep.node.export.SinkException.Kind;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the last committed record of a partition.
 *
 * <p>The last offsets may belong to markers and to transactions that were aborted, which a consumer
 * does not show. So it goes back from the end in growing steps until it sees a record. What it sees
 * on the way has to be a chain.
 */
final class TopicEndSearch {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int MAX_POLLS = 600;
  private static final long FIRST_STEP = 64;
  private static final long STEP_GROWTH = 16;

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final ChainName chain;

  TopicEndSearch(Consumer<byte[], byte[]> consumer, TopicPartition partition, ChainName chain) {
    this.consumer = consumer;
    this.partition = partition;
    this.chain = chain;
  }

  /**
   * Looks for the last record before {@code end}.
   *
   * @throws SinkException fatal, if there are records that are not a piece of the chain
   */
  TopicEnd find(long end) {
    consumer.assign(List.of(partition));
    long beginning = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    long step = FIRST_STEP;
    while (true) {
      long from = Math.max(beginning, end - step);
      RecordTail last = lastBetween(from, end);
      if (last != null) {
        return new TopicEnd(last.after(), end);
      }
      if (from <= beginning) {
        return new TopicEnd(ChainHead.start(), end);
      }
      step = Math.multiplyExact(step, STEP_GROWTH);
    }
  }

  private @Nullable RecordTail lastBetween(long from, long end) {
    consumer.seek(partition, from);
    RecordTail last = null;
    int idlePolls = 0;
    while (consumer.position(partition) < end) {
      long before = consumer.position(partition);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        last = next(last, record);
      }
      idlePolls = consumer.position(partition) == before ? idlePolls + 1 : 0;
      if (idlePolls > MAX_POLLS) {
        throw new SinkException(
            Kind.RETRYABLE, partition + " cannot be read up to its end, offset " + end, null);
      }
    }
    return last;
  }

  private RecordTail next(@Nullable RecordTail last, ConsumerRecord<byte[], byte[]> record) {
    RecordTail tail;
    try {
      byte[] value = record.value();
      tail = RecordTail.parse(value == null ? new byte[0] : value, chain);
    } catch (IllegalArgumentException e) {
      throw new SinkException(Kind.FATAL, at(record) + " holds " + e.getMessage(), e);
    }
    if (last != null && !last.after().equals(tail.before())) {
      throw new SinkException(
          Kind.FATAL, at(record) + " does not continue the record before it", null);
    }
    return tail;
  }

  private String at(ConsumerRecord<byte[], byte[]> record) {
    return partition + ", offset " + record.offset();
  }
}
