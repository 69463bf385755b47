// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import io.quorumkeep.node.domain.Sha256;
import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.export.SinkException.Kind;
import io.quorumkeep.node.store.KeyValueStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries audit records from the store to one sink: each once, in order, without a gap.
 *
 * <p>It remembers nothing across a failure. Whenever anything went wrong it opens the sink again,
 * which shuts out every other writer, and goes on after what the sink then holds; so neither a lost
 * acknowledgement nor two nodes that both believe to lead can double or lose a record. Before it
 * goes on it compares the sink's end with the store's chain, and stops for good if they differ.
 *
 * <p>All work happens in steps on {@code executor}, which must run one task at a time and in order;
 * a step blocks as long as the sink does. The public methods may be called from any thread and
 * never block.
 */
public final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final Outbox outbox;
  private final AuditSink sink;
  private final PublisherSettings settings;
  private final Executor executor;
  private final Timer timer;
  private final RandomGenerator random;
  private final PublisherListener listener;
  private final CursorReport cursor;
  private final AtomicBoolean wakeQueued = new AtomicBoolean();

  private volatile boolean started;
  // The rest belongs to the executor's thread.
  private @Nullable ChainHead sinkTail;
  private @Nullable ChainHead position;
  private boolean mayBeWoken;
  private long ticket;
  private int failures;
  private long waitsForStore;

  /** Creates a publisher that does nothing until it is started. */
  public Publisher(
      Source source, AuditSink sink, Drive drive, CursorSink cursor, PublisherListener listener) {
    this.settings = drive.settings();
    this.outbox =
        new Outbox(
            source.store(),
            source.sha256(),
            source.json(),
            settings.batchRecords(),
            settings.batchBytes());
    this.sink = sink;
    this.executor = drive.executor();
    this.timer = drive.timer();
    this.random = drive.random();
    this.listener = listener;
    this.cursor = new CursorReport(cursor, drive);
  }

  /** Begins to publish, from whatever the sink holds by then: this node leads in {@code term}. */
  public void start(long term) {
    started = true;
    executor.execute(
        () -> {
          LOG.info("publishing of audit records begins, term {}", term);
          failures = 0;
          reopenLater();
          step();
        });
  }

  /** Ends publishing after the append that is running. The sink is closed when this completes. */
  public CompletableFuture<Void> stop() {
    started = false;
    CompletableFuture<Void> done = new CompletableFuture<>();
    executor.execute(
        () -> {
          halt();
          done.complete(null);
        });
    return done;
  }

  /** There may be something new in the store. Cheap; to be called after every applied entry. */
  public void wake() {
    if (started && wakeQueued.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            wakeQueued.set(false);
            if (mayBeWoken) {
              step();
            }
          });
    }
  }

  private void step() {
    ticket++;
    mayBeWoken = false;
    if (!started) {
      return;
    }
    try {
      if (position == null) {
        position = open();
      }
      if (position == null) {
        waitForStore();
      } else {
        waitsForStore = 0;
        publish(position);
      }
    } catch (SinkException e) {
      failed(e);
    } catch (RuntimeException e) {
      // The edge of this thread: whatever it is, going on blindly could lose a record.
      giveUp(e);
    }
  }

  private @Nullable ChainHead open() {
    ChainHead tail = sinkTail;
    if (tail == null) {
      tail = sink.openAndFindTail();
      sinkTail = tail;
    }
    ChainHead start = outbox.continueFrom(tail);
    if (start != null) {
      LOG.info("audit sink holds records up to {}", start.sequence());
      if (start.sequence() != tail.sequence()) {
        LOG.warn(
            "audit sink is empty and older records are gone: begins after {}", start.sequence());
      }
    }
    return start;
  }

  private void publish(ChainHead from) {
    List<ExportedRecord> batch = outbox.after(from);
    listener.outbox(outbox.sizeAfter(from), batch.isEmpty() ? 0 : batch.get(0).record().timeMs());
    if (batch.isEmpty()) {
      mayBeWoken = true;
      stepAfter(settings.poll());
      return;
    }
    sink.append(batch);
    ChainHead reached = batch.get(batch.size() - 1).head();
    position = reached;
    failures = 0;
    listener.published(batch.size(), reached.sequence());
    cursor.reached(reached.sequence());
    if (outbox.sizeAfter(reached) >= settings.batchRecords() || settings.pause().isZero()) {
      stepAfter(Duration.ZERO);
    } else {
      stepAfter(settings.pause());
    }
  }

  private void waitForStore() {
    long most = settings.aheadPatience().toMillis() / settings.poll().toMillis();
    long sequence = sinkTail == null ? 0 : sinkTail.sequence();
    if (waitsForStore++ >= most) {
      throw new SinkException(
          Kind.FATAL,
          "the sink holds records up to " + sequence + ", which this cluster never wrote",
          null);
    }
    if (Long.bitCount(waitsForStore) == 1) {
      LOG.warn("audit sink is at record {}, ahead of this node's store; waiting", sequence);
    }
    stepAfter(settings.poll());
  }

  private void failed(SinkException failure) {
    if (failure.kind() == Kind.FATAL) {
      giveUp(failure);
      return;
    }
    reopenLater();
    failures = Math.min(failures + 1, Integer.MAX_VALUE - 1);
    listener.failed(failure, failures);
    if (Integer.bitCount(failures) == 1) {
      LOG.warn("audit sink failed, attempt {}", failures, failure);
    }
    stepAfter(backOff());
  }

  private Duration backOff() {
    long least = settings.backOffMin().toMillis();
    long most = settings.backOffMax().toMillis();
    long wait = Math.min(most, least << Math.min(failures - 1, 20));
    return Duration.ofMillis(wait / 2 + random.nextLong(wait / 2 + 1));
  }

  private void giveUp(RuntimeException cause) {
    LOG.error("publishing of audit records has stopped and needs an operator", cause);
    started = false;
    halt();
    listener.halted(cause);
  }

  private void halt() {
    ticket++;
    mayBeWoken = false;
    cursor.flush();
    reopenLater();
    sink.close();
  }

  private void reopenLater() {
    sinkTail = null;
    position = null;
    waitsForStore = 0;
  }

  private void stepAfter(Duration delay) {
    long mine = ++ticket;
    Runnable task =
        () -> {
          if (mine == ticket) {
            step();
          }
        };
    if (delay.isZero()) {
      executor.execute(task);
    } else {
      timer.after(delay, () -> executor.execute(task));
    }
  }

  /** Where records come from. {@code json} and {@code sha256} are used by one thread. */
  public record Source(KeyValueStore store, Sha256 sha256, RecordJson json) {}

  /** What moves a publisher. */
  public record Drive(
      Executor executor, Timer timer, RandomGenerator random, PublisherSettings settings) {}
}
