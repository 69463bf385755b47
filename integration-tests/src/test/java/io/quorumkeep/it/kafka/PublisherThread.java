// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.kafka;

import io.quorumkeep.node.export.AuditSink;
import io.quorumkeep.node.export.AuditTrail;
import io.quorumkeep.node.export.Publisher;
import io.quorumkeep.node.export.PublisherListener;
import io.quorumkeep.node.export.PublisherSettings;
import io.quorumkeep.node.export.SinkException;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A publisher as a node runs it: on a thread of its own, by the machine's clock. */
final class PublisherThread implements PublisherListener, AutoCloseable {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong published = new AtomicLong();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<@Nullable RuntimeException> halted = new AtomicReference<>();
  private final Publisher publisher;

  PublisherThread(AuditTrail trail, AuditSink sink) {
    publisher =
        new Publisher(
            trail.source(),
            sink,
            new Publisher.Drive(
                thread,
                (delay, task) -> {
                  var unused = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
                },
                new Random(),
                PublisherSettings.standard()),
            sequence -> {},
            this);
  }

  Publisher publisher() {
    return publisher;
  }

  /** The last sequence that the sink acknowledged. */
  long published() {
    return published.get();
  }

  int failures() {
    return failures.get();
  }

  @Nullable RuntimeException halted() {
    return halted.get();
  }

  @Override
  public void published(int records, long sequence) {
    published.set(sequence);
  }

  @Override
  public void failed(SinkException failure, int attempt) {
    failures.incrementAndGet();
  }

  @Override
  public void halted(RuntimeException cause) {
    halted.set(cause);
  }

  @Override
  public void outbox(long records, long oldestTimeMs) {}

  @Override
  public void close() {
    publisher.stop().join();
    thread.shutdownNow();
  }
}
