// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.export.SinkException.Kind;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** A sink on an {@link InMemoryTopic} that keeps the contract and fails when it is told to. */
public final class InMemoryAuditSink implements AuditSink {
  private static final long CLOSED = -1;

  private final InMemoryTopic topic;
  private final Queue<Fault> faults = new ArrayDeque<>();
  private long writer = CLOSED;
  private ChainHead tail = ChainHead.start();

  public InMemoryAuditSink(InMemoryTopic topic) {
    this.topic = topic;
  }

  /** Lets the next call that is not spoken for by an earlier fault meet this one. */
  public void plan(Fault fault) {
    faults.add(fault);
  }

  @Override
  public ChainHead openAndFindTail() {
    writer = CLOSED;
    if (faults.peek() == Fault.FAIL_OPENING) {
      faults.remove();
      throw new SinkException(Kind.RETRYABLE, "planned: cannot open", null);
    }
    writer = topic.newWriter();
    List<ExportedRecord> records = topic.records();
    tail = records.isEmpty() ? ChainHead.start() : records.get(records.size() - 1).head();
    return tail;
  }

  @Override
  public void append(List<ExportedRecord> records) {
    if (writer == CLOSED) {
      throw new IllegalStateException("the sink is not open");
    }
    ChainHead next = ExportedRecord.advance(tail, records);
    if (!topic.isNewest(writer)) {
      writer = CLOSED;
      throw new SinkException(Kind.FENCED, "another writer took over", null);
    }
    Fault fault = faults.peek() == Fault.FAIL_OPENING ? null : faults.poll();
    if (fault == Fault.FAIL) {
      writer = CLOSED;
      throw new SinkException(Kind.RETRYABLE, "planned: nothing was written", null);
    }
    if (fault == Fault.FENCE) {
      writer = CLOSED;
      throw new SinkException(Kind.FENCED, "planned: fenced", null);
    }
    topic.add(records);
    tail = next;
    if (fault == Fault.LOSE_ACKNOWLEDGEMENT) {
      writer = CLOSED;
      throw new SinkException(Kind.RETRYABLE, "planned: written, but nobody was told", null);
    }
  }

  @Override
  public void close() {
    writer = CLOSED;
  }

  /** What can go wrong with one call. */
  public enum Fault {
    FAIL_OPENING,
    /** Nothing is written. */
    FAIL,
    /** Everything is written, and the call fails all the same. */
    LOSE_ACKNOWLEDGEMENT,
    FENCE
  }
}
