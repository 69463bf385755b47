// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.export.AuditSink;
import io.quorumkeep.node.export.ExportedRecord;
import io.quorumkeep.node.export.SinkException;
import io.quorumkeep.node.export.SinkException.Kind;
import java.util.List;

/**
 * The audit topic, as transactions with fencing make it: whoever opens it last is the only one who
 * can write, and finds what all before him wrote. It takes anything that comes from him; whether
 * that is right is checked record by record.
 */
final class SimTopic {
  private final EventLoop loop;
  private final Journal journal;
  private final Dice dice;
  private final Truth truth;
  private final boolean fenced;
  private ChainHead tail = ChainHead.start();
  private long writer;
  private long refusesUntilNanos;

  SimTopic(EventLoop loop, Journal journal, Dice dice, Truth truth, boolean fenced) {
    this.loop = loop;
    this.journal = journal;
    this.dice = dice;
    this.truth = truth;
    this.fenced = fenced;
  }

  long size() {
    return tail.sequence();
  }

  void refuse(long nanos) {
    refusesUntilNanos = loop.nowNanos() + nanos;
  }

  /** What a process uses to write. */
  AuditSink sink(SimNode node) {
    return new Sink(node);
  }

  private void add(List<ExportedRecord> records) {
    for (ExportedRecord record : records) {
      truth.published(tail.sequence(), record);
      tail = record.head();
    }
  }

  private boolean refuses() {
    return journal.isEnabled(Fault.TOPIC_REFUSES) && loop.nowNanos() < refusesUntilNanos;
  }

  private final class Sink implements AuditSink {
    private final SimNode node;
    private long mine;

    Sink(SimNode node) {
      this.node = node;
    }

    @Override
    public ChainHead openAndFindTail() {
      if (refuses()) {
        throw new SinkException(Kind.RETRYABLE, "refused", null);
      }
      mine = ++writer;
      journal.note(() -> node + " opens the topic at " + tail.sequence());
      return tail;
    }

    @Override
    public void append(List<ExportedRecord> records) {
      if (mine == 0) {
        throw new IllegalStateException("the sink is not open");
      }
      if (refuses()) {
        mine = 0;
        throw new SinkException(Kind.RETRYABLE, "refused", null);
      }
      if (fenced && mine != writer) {
        mine = 0;
        throw new SinkException(Kind.FENCED, "another writer came", null);
      }
      if (journal.strikes(Fault.TOPIC_LATE_WRITE, 40)) {
        long then = mine;
        mine = 0;
        loop.after(
            dice.between(0, 200_000_000L),
            node.world(),
            () -> {
              if (then == writer || !fenced) {
                add(records);
              }
            });
        throw new SinkException(Kind.RETRYABLE, "timed out", null);
      }
      add(records);
      journal.note(() -> node + " published up to " + tail.sequence());
      if (journal.strikes(Fault.TOPIC_ACK_LOST, 60)) {
        mine = 0;
        throw new SinkException(Kind.RETRYABLE, "no answer", null);
      }
    }

    @Override
    public void close() {
      mine = 0;
    }
  }
}
