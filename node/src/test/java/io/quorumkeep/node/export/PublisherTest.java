// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.export.InMemoryAuditSink.Fault;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherTest {
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
  private static final PublisherSettings SETTINGS =
      new PublisherSettings(
          10,
          1 << 20,
          Duration.ofMillis(20),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          100,
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofMinutes(10));

  private final StepScheduler scheduler = new StepScheduler();
  private final AuditTrail trail = new AuditTrail();
  private final InMemoryTopic topic = new InMemoryTopic();
  private final InMemoryAuditSink sink = new InMemoryAuditSink(topic);
  private final List<Long> cursor = new ArrayList<>();
  private final List<CompletableFuture<Void>> stops = new ArrayList<>();
  private final Recorded recorded = new Recorded();

  @Test
  void givenRecords_whenStarted_thenAllArePublishedInOrder() {
    trail.append(7);
    trail.append(30);
    Publisher publisher = publisher(trail, sink);

    publisher.start(1);
    scheduler.run(LONG_ENOUGH);

    assertThat(topic.lines()).isEqualTo(trail.lines());
    assertThat(recorded.published).isEqualTo(37);
    assertThat(recorded.outbox).isZero();
  }

  @Test
  void givenNotStarted_whenWoken_thenNothingIsPublished() {
    trail.append(7);
    Publisher publisher = publisher(trail, sink);

    publisher.wake();
    scheduler.run(LONG_ENOUGH);

    assertThat(topic.lines()).isEmpty();
  }

  @Test
  void givenIdle_whenWoken_thenPublishesAtOnce() {
    Publisher publisher = publisher(trail, sink);
    publisher.start(1);
    scheduler.run(Duration.ofMillis(100));
    trail.append(3);

    publisher.wake();
    scheduler.run(Duration.ZERO);

    assertThat(topic.lines()).hasSize(3);
  }

  @Test
  void givenIdle_whenNobodyWakesIt_thenFindsRecordsAllTheSame() {
    Publisher publisher = publisher(trail, sink);
    publisher.start(1);
    scheduler.run(Duration.ofMillis(100));
    trail.append(3);

    scheduler.run(SETTINGS.poll());

    assertThat(topic.lines()).hasSize(3);
  }

  @Test
  void givenStopped_whenMoreIsWritten_thenStaysUntilStartedAgain() {
    trail.append(3);
    Publisher publisher = publisher(trail, sink);
    publisher.start(1);
    scheduler.run(LONG_ENOUGH);

    assertThat(publisher.stop()).isNotDone();
    scheduler.run(Duration.ZERO);
    trail.append(3);
    publisher.wake();
    scheduler.run(LONG_ENOUGH);
    assertThat(topic.lines()).hasSize(3);

    publisher.start(2);
    scheduler.run(LONG_ENOUGH);
    assertThat(topic.lines()).isEqualTo(trail.lines());
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void givenFault_whenItPasses_thenEveryRecordIsThereOnce(Fault fault) {
    trail.append(35);
    sink.plan(fault);
    sink.plan(fault);
    Publisher publisher = publisher(trail, sink);

    publisher.start(1);
    scheduler.run(LONG_ENOUGH);

    assertThat(topic.lines()).isEqualTo(trail.lines());
    assertThat(recorded.failures).isEqualTo(2);
  }

  @Test
  void givenSinkDown_whenTried_thenWaitsLongerEachTimeUpToTheBound() {
    for (int i = 0; i < 20; i++) {
      sink.plan(Fault.FAIL_OPENING);
    }
    trail.append(1);
    publisher(trail, sink).start(1);

    scheduler.run(Duration.ofMinutes(10));

    List<Long> waits = recorded.waits();
    assertThat(waits).hasSize(19);
    for (int i = 0; i < waits.size(); i++) {
      long most = Math.min(10_000, 100L << i);
      assertThat(waits.get(i)).isBetween(most / 2, most);
    }
    assertThat(topic.lines()).hasSize(1);
  }

  @Test
  void givenPublished_whenAnIntervalPasses_thenCursorIsReportedOnce() {
    Publisher publisher = publisher(trail, sink);
    publisher.start(1);
    for (int i = 0; i < 5; i++) {
      trail.append(2);
      publisher.wake();
      scheduler.run(Duration.ofMillis(100));
    }
    scheduler.run(LONG_ENOUGH);

    assertThat(cursor).containsExactly(10L);
  }

  @Test
  void givenManyPublished_whenTheStepIsReached_thenCursorIsReportedWithoutWaiting() {
    trail.append(250);

    publisher(trail, sink).start(1);
    scheduler.run(Duration.ofMillis(500));

    assertThat(cursor).containsExactly(100L, 200L);
  }

  @Test
  void givenTopicDeleted_whenStartedAgain_thenRebuiltByteForByte() {
    trail.append(25);
    publisher(trail, sink).start(1);
    scheduler.run(LONG_ENOUGH);
    List<String> before = topic.lines();
    topic.truncate(0);

    AuditTrail another = new AuditTrail();
    another.append(12);
    another.append(13);
    publisher(another, new InMemoryAuditSink(topic)).start(2);
    scheduler.run(LONG_ENOUGH);

    assertThat(topic.lines()).isEqualTo(before);
  }

  @Test
  void givenAnotherHistory_whenStarted_thenHaltsAndAddsNothing() {
    trail.append(5);
    publisher(trail, sink).start(1);
    scheduler.run(LONG_ENOUGH);
    AuditTrail fork = new AuditTrail(new InMemoryKeyValueStore(), "node-of-another-past");
    fork.append(9);

    publisher(fork, new InMemoryAuditSink(topic)).start(2);
    scheduler.run(LONG_ENOUGH);

    assertThat(recorded.halts).singleElement().asString().contains("disagree", "record 5");
    assertThat(topic.lines()).isEqualTo(trail.lines());
  }

  @Test
  void givenSinkAheadOfTheStore_whenTheStoreCatchesUp_thenGoesOn() {
    trail.append(5);
    publisher(trail, sink).start(1);
    scheduler.run(LONG_ENOUGH);
    AuditTrail late = new AuditTrail();
    late.append(3);

    publisher(late, new InMemoryAuditSink(topic)).start(2);
    scheduler.run(LONG_ENOUGH);
    assertThat(topic.lines()).hasSize(5);
    late.append(4);
    scheduler.run(LONG_ENOUGH);

    assertThat(topic.lines()).isEqualTo(late.lines());
  }

  @Test
  void givenSinkAheadOfTheStore_whenItStaysSo_thenHalts() {
    trail.append(5);
    publisher(trail, sink).start(1);
    scheduler.run(LONG_ENOUGH);

    publisher(new AuditTrail(), new InMemoryAuditSink(topic)).start(2);
    scheduler.run(Duration.ofMinutes(11));

    assertThat(recorded.halts).singleElement().asString().contains("never wrote");
    assertThat(topic.lines()).hasSize(5);
  }

  @Test
  void givenOldRecordsGone_whenTheSinkNeedsThem_thenHalts() {
    trail.append(5);
    publisher(trail, sink).start(1);
    scheduler.run(LONG_ENOUGH);
    AuditTrail later = new AuditTrail();
    later.append(10);
    later.append(10);
    later.dropFirstRow();

    publisher(later, new InMemoryAuditSink(topic)).start(2);
    scheduler.run(LONG_ENOUGH);

    assertThat(recorded.halts).singleElement().asString().contains("is gone");
    assertThat(topic.lines()).hasSize(5);
  }

  @Test
  void givenOldRecordsGone_whenTheSinkIsEmpty_thenBeginsWithTheOldest() {
    trail.append(10);
    trail.append(10);
    trail.dropFirstRow();

    publisher(trail, sink).start(1);
    scheduler.run(LONG_ENOUGH);

    assertThat(topic.records()).hasSize(10);
    assertThat(topic.records().get(0).record().sequence()).isEqualTo(11);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void givenTwoNodesThatBothBelieveToLead_whenAnythingFails_thenStillExactlyOnce(long seed) {
    Random random = new Random(seed);
    AuditTrail other = new AuditTrail();
    InMemoryAuditSink otherSink = new InMemoryAuditSink(topic);
    Publisher one = publisher(trail, sink);
    Publisher two = publisher(other, otherSink);

    for (int round = 0; round < 300; round++) {
      grow(random, trail, other);
      Publisher publisher = random.nextBoolean() ? one : two;
      switch (random.nextInt(8)) {
        case 0, 1 -> publisher.start(round);
        case 2 -> stop(publisher);
        case 3, 4 -> publisher.wake();
        case 5 -> {
          if (random.nextInt(4) == 0) {
            topic.truncate(random.nextInt(topic.records().size() + 1));
            stop(one);
            stop(two);
          }
        }
        default -> {
          Fault[] faults = Fault.values();
          (random.nextBoolean() ? sink : otherSink).plan(faults[random.nextInt(faults.length)]);
        }
      }
      scheduler.run(Duration.ofMillis(random.nextInt(400)));
      assertThat(ExportedRecord.advance(ChainHead.start(), topic.records()).sequence())
          .as("seed %s, round %s: dense from 1 on", seed, round)
          .isEqualTo(topic.records().size());
    }
    stop(two);
    scheduler.run(Duration.ZERO);
    one.start(1_000);
    scheduler.run(Duration.ofMinutes(10));

    assertThat(topic.lines()).as("seed %s", seed).isEqualTo(trail.lines());
    assertThat(recorded.halts).isEmpty();
    assertThat(stops).allMatch(CompletableFuture::isDone);
  }

  private void stop(Publisher publisher) {
    stops.add(publisher.stop());
  }

  /** Both nodes apply the same entries, one of them later. */
  private static void grow(Random random, AuditTrail one, AuditTrail two) {
    int records = random.nextInt(30);
    if (records > 0) {
      one.append(records);
    }
    while (two.head().sequence() < one.head().sequence() && random.nextInt(4) != 0) {
      long behind = one.head().sequence() - two.head().sequence();
      two.append(1 + random.nextInt((int) behind));
    }
  }

  private Publisher publisher(AuditTrail from, AuditSink to) {
    return new Publisher(
        from.source(),
        to,
        new Publisher.Drive(scheduler, scheduler, new Random(1), SETTINGS),
        cursor::add,
        recorded);
  }

  /** Remembers what it was told. */
  private final class Recorded implements PublisherListener {
    private final List<RuntimeException> halts = new ArrayList<>();
    private final List<Long> failedAtMs = new ArrayList<>();
    private long published;
    private long outbox;
    private int failures;

    @Override
    public void published(int records, long sequence) {
      published += records;
    }

    @Override
    public void failed(SinkException failure, int attempt) {
      failures++;
      failedAtMs.add(scheduler.nowMs());
    }

    @Override
    public void halted(RuntimeException cause) {
      halts.add(cause);
    }

    @Override
    public void outbox(long records, long oldestTimeMs) {
      outbox = records;
      assertThat(oldestTimeMs == 0).isEqualTo(records == 0);
    }

    List<Long> waits() {
      List<Long> waits = new ArrayList<>();
      for (int i = 1; i < failedAtMs.size(); i++) {
        waits.add(failedAtMs.get(i) - failedAtMs.get(i - 1));
      }
      return waits;
    }
  }
}
