// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.codec.LogCodec;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.PeerChannel;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.RaftStatus;
import io.quorumkeep.raft.ReplicatedLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private static final PeerId SELF = new PeerId("n1");
  private static final PeerId FIRST = new PeerId("n2");
  private static final PeerId SECOND = new PeerId("n3");
  private static final Command COMMAND =
      new Command(
          new Origin(new Principal("spiffe://test/caller"), "127.0.0.1:1"),
          new RequestId(1, 1),
          1,
          new CommandBody.AdvanceCursor(1));
  private static final BatchSettings SETTINGS =
      new BatchSettings(100, 1 << 20, 1, 1000, Duration.ofSeconds(10));

  private final ManualScheduler scheduler = new ManualScheduler();
  private final Log log = new Log();
  private final Channel channel = new Channel();
  private final GroupCommit commit =
      new GroupCommit(
          SELF.value(),
          7,
          SETTINGS,
          scheduler,
          Runnable::run,
          scheduler,
          () -> null,
          BatchObserver.NONE);

  @Test
  void givenLeaderThatHangs_whenAnotherLeads_thenTheBatchGoesThereLongBeforeTheCallTimesOut() {
    log.leader = FIRST;
    commit.start(log, channel);
    Told told = submit();
    scheduler.runFor(Duration.ofMillis(500));

    log.leader = SECOND;
    log.term++;
    scheduler.runFor(Duration.ofMillis(200));

    assertThat(channel.calls).extracting(Call::peer).containsExactly(FIRST, SECOND);
    assertThat(channel.calls.get(1).batch()).isEqualTo(channel.calls.get(0).batch());
    assertThat(told.outcome).isNull();
    assertThat(told.failure).isNull();
  }

  @Test
  void givenLeaderThatHangs_whenThisNodeLeads_thenItProposesTheBatchItself() {
    log.leader = FIRST;
    commit.start(log, channel);
    submit();
    scheduler.runFor(Duration.ofMillis(500));

    log.leader = SELF;
    log.term++;
    scheduler.runFor(Duration.ofMillis(200));

    assertThat(log.entries).hasSize(1);
    assertThat(LogCodec.decodeEntry(log.entries.get(0)).batches())
        .containsExactly(LogCodec.decodeBatch(channel.calls.get(0).batch()));
  }

  @Test
  void givenSlowLeader_whenItStillLeads_thenNothingIsSentTwice() {
    log.leader = FIRST;
    commit.start(log, channel);
    submit();

    scheduler.runFor(Duration.ofSeconds(2));

    assertThat(channel.calls).hasSize(1);
  }

  @Test
  void givenBatchThatWentToTwoLeaders_whenItIsAppliedTwice_thenItsCallerHearsOnce() {
    log.leader = FIRST;
    commit.start(log, channel);
    Told told = submit();
    log.leader = SECOND;
    log.term++;
    scheduler.runFor(Duration.ofMillis(200));

    commit.applied(1, List.of(Outcome.done(4)));
    commit.applied(1, List.of(Outcome.done(4)));
    channel.calls.get(0).answer().complete(Forwarding.answer(null));
    channel.calls.get(1).answer().complete(Forwarding.answer(null));
    scheduler.runFor(Duration.ofSeconds(20));

    assertThat(told.times).isEqualTo(1);
    assertThat(told.outcome).isEqualTo(Outcome.done(4));
    assertThat(commit.held()).isZero();
    assertThat(channel.calls).hasSize(2);
  }

  private Told submit() {
    Told told = new Told(scheduler.nanos());
    commit.submit(told);
    scheduler.runFor(Duration.ofMillis(1));
    return told;
  }

  private static final class Told extends Pending {
    private int times;
    private @Nullable Outcome outcome;
    private @Nullable Failure failure;

    Told(long now) {
      super(COMMAND, now, now + SETTINGS.requestTimeout().toNanos());
    }

    @Override
    void completed(Outcome how) {
      times++;
      outcome = how;
    }

    @Override
    void failed(Failure why) {
      times++;
      failure = why;
    }
  }

  private record Call(PeerId peer, ByteString batch, CompletableFuture<ByteString> answer) {}

  private static final class Channel implements PeerChannel {
    private final List<Call> calls = new ArrayList<>();

    @Override
    public CompletableFuture<ByteString> call(
        PeerId peer, String method, ByteString request, Duration timeout) {
      Call call = new Call(peer, request, new CompletableFuture<>());
      calls.add(call);
      return call.answer();
    }
  }

  private static final class Log implements ReplicatedLog {
    private final List<ByteString> entries = new ArrayList<>();
    private @Nullable PeerId leader;
    private long term = 1;

    @Override
    public CompletableFuture<LogPosition> propose(ByteString entry) {
      entries.add(entry);
      return new CompletableFuture<>();
    }

    @Override
    public void announceCommit() {
      // No entry is ever committed here.
    }

    @Override
    public RaftStatus status() {
      return new RaftStatus(SELF, leader, term, 0, 0, List.of());
    }
  }

  /** Runs tasks on the thread of the test, by a clock that the test moves. */
  private static final class ManualScheduler implements Scheduler, Time {
    private final PriorityQueue<Task> tasks =
        new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now;
    private long next;

    private record Task(long at, long number, Runnable run) {}

    @Override
    public void execute(Runnable task) {
      tasks.add(new Task(now, next++, task));
    }

    @Override
    public void after(Duration delay, Runnable task) {
      tasks.add(new Task(now + delay.toNanos(), next++, task));
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(now);
    }

    @Override
    public long nanos() {
      return now;
    }

    void runFor(Duration time) {
      long end = now + time.toNanos();
      for (Task task = tasks.peek(); task != null && task.at() <= end; task = tasks.peek()) {
        tasks.remove();
        now = Math.max(now, task.at());
        task.run().run();
      }
      now = end;
    }
  }
}
