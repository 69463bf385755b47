// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.codec.LogCodec;
import io.quorumkeep.node.domain.batch.BatchListener;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.raft.PeerChannel;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.ProposalException;
import io.quorumkeep.raft.RaftStatus;
import io.quorumkeep.raft.ReplicatedLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Puts requests of all kinds into batches, and batches into entries of the log.
 *
 * <p>A batch stays open while as many as may be are under way, so it grows with the load and waits
 * for nothing when there is none. The leader joins its own batch and those that other nodes sent to
 * one entry; a follower sends its batch to the leader. Each node answers from its own copy of the
 * state, after it applied the entry.
 *
 * <p>A batch whose fate is unknown is proposed again: every command carries a request id, so a
 * second application has no second effect.
 *
 * <p>All state is confined to one scheduler; other threads only add to two queues and wake it.
 */
public final class GroupCommit implements BatchListener {
  private static final Duration RETRY_PAUSE = Duration.ofMillis(20);
  private static final Duration SWEEP_PAUSE = Duration.ofMillis(50);
  private static final int MAX_FORWARDED = 256;

  private final BatchSettings settings;
  private final Scheduler scheduler;
  private final Executor responder;
  private final Time time;
  private final Admission admission;

  private final Queue<Pending> inbox = new ConcurrentLinkedQueue<>();
  private final Queue<Forwarded> forwardedInbox = new ConcurrentLinkedQueue<>();
  private final Queue<Applied> appliedInbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicBoolean woken = new AtomicBoolean();

  private final OwnBatches own;
  private final Deque<Forwarded> forwarded = new ArrayDeque<>();
  private final Set<UnderWay> underWay = new LinkedHashSet<>();
  private @Nullable ReplicatedLog log;
  private @Nullable PeerChannel channel;
  private int inFlight;
  private boolean pausing;
  private boolean sweeping;
  private boolean stopped;

  private record Forwarded(ByteString batch, CompletableFuture<ByteString> answer) {}

  /** A batch of this node on its way to the leader of a term. Each is equal to itself only. */
  private static final class UnderWay {
    private final OwnBatch batch;
    private final PeerId leader;
    private final long term;

    UnderWay(OwnBatch batch, PeerId leader, long term) {
      this.batch = batch;
      this.leader = leader;
      this.term = term;
    }
  }

  private record Applied(long number, List<Outcome> outcomes) {}

  /**
   * Makes a group commit that waits for {@link #start}.
   *
   * @param incarnation drawn anew for each process
   * @param scheduler one thread, for all that is decided here
   * @param responder where requests are told how they ended: making an answer takes time
   * @param admission asked before a request is taken
   */
  public GroupCommit(
      String node,
      long incarnation,
      BatchSettings settings,
      Scheduler scheduler,
      Executor responder,
      Time time,
      Admission admission,
      BatchObserver observer) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.responder = responder;
    this.time = time;
    this.admission = admission;
    this.own = new OwnBatches(node, incarnation, settings, observer, this::fail);
  }

  /** Begins to propose. */
  public void start(ReplicatedLog replicatedLog, PeerChannel peers) {
    scheduler.execute(
        () -> {
          log = replicatedLog;
          channel = peers;
          run();
        });
  }

  /** Refuses everything from now on, and fails what waits. */
  public void stop() {
    scheduler.execute(
        () -> {
          stopped = true;
          takeIn();
          own.stop();
        });
  }

  /** Requests that wait for their outcome. */
  public int held() {
    return held.get();
  }

  /** Takes a request. It is told how it ended, perhaps before this returns. */
  void submit(Pending pending) {
    Failure refusal = admission.check();
    if (refusal == null && held.incrementAndGet() > settings.maxPending()) {
      held.decrementAndGet();
      refusal = Failure.OVERLOADED;
    }
    if (refusal != null) {
      pending.failed(refusal);
      return;
    }
    inbox.add(pending);
    wake();
  }

  /** Takes a batch of another node, as leader. Completes with what {@link Forwarding} reads. */
  public CompletableFuture<ByteString> accept(ByteString batch) {
    CompletableFuture<ByteString> answer = new CompletableFuture<>();
    forwardedInbox.add(new Forwarded(batch, answer));
    wake();
    return answer;
  }

  /** The name under which {@link #accept} is offered to other nodes. */
  public static String forwardingMethod() {
    return Forwarding.METHOD;
  }

  @Override
  public void applied(long number, List<Outcome> outcomes) {
    appliedInbox.add(new Applied(number, outcomes));
    wake();
  }

  private void wake() {
    if (woken.compareAndSet(false, true)) {
      scheduler.execute(this::run);
    }
  }

  private void run() {
    woken.set(false);
    answer();
    takeIn();
    propose();
  }

  private void takeIn() {
    for (Pending next = inbox.poll(); next != null; next = inbox.poll()) {
      if (stopped) {
        fail(next, Failure.SHUTTING_DOWN);
      } else {
        own.add(next);
      }
    }
    for (Forwarded next = forwardedInbox.poll(); next != null; next = forwardedInbox.poll()) {
      if (stopped || forwarded.size() >= MAX_FORWARDED) {
        next.answer().complete(Forwarding.answer(ProposalException.Outcome.NOT_PROPOSED));
      } else {
        forwarded.add(next);
      }
    }
  }

  private void answer() {
    for (Applied next = appliedInbox.poll(); next != null; next = appliedInbox.poll()) {
      OwnBatch batch = own.applied(next.number());
      if (batch == null) {
        continue;
      }
      List<Pending> waiting = new ArrayList<>(batch.commands().size());
      List<Outcome> outcomes = new ArrayList<>(batch.commands().size());
      for (int i = 0; i < batch.commands().size(); i++) {
        Pending pending = batch.commands().get(i);
        if (pending.end()) {
          waiting.add(pending);
          outcomes.add(next.outcomes().get(i));
        }
      }
      held.addAndGet(-waiting.size());
      responder.execute(() -> complete(waiting, outcomes));
    }
  }

  private static void complete(List<Pending> waiting, List<Outcome> outcomes) {
    for (int i = 0; i < waiting.size(); i++) {
      waiting.get(i).completed(outcomes.get(i));
    }
  }

  private void propose() {
    ReplicatedLog target = log;
    if (target == null || stopped) {
      return;
    }
    while (inFlight < settings.maxInFlight() && !pausing && hasWork()) {
      RaftStatus status = target.status();
      PeerId leader = status.leader();
      if (status.isLeader()) {
        proposeEntry(target);
      } else if (leader == null) {
        refuseForwarded();
        pause();
      } else {
        refuseForwarded();
        forward(leader, status.term());
      }
    }
    if (!own.isEmpty() || !underWay.isEmpty()) {
      sweepLater();
    }
  }

  private boolean hasWork() {
    return own.hasWork() || !forwarded.isEmpty();
  }

  private void proposeEntry(ReplicatedLog target) {
    List<ByteString> batches = new ArrayList<>();
    List<OwnBatch> mine = new ArrayList<>(1);
    List<Forwarded> others = new ArrayList<>();
    int bytes = 0;
    OwnBatch batch = own.next(time.nanos());
    if (batch != null) {
      mine.add(batch);
      batches.add(batch.bytes());
      bytes += batch.bytes().size();
    }
    while (!forwarded.isEmpty()
        && (batches.isEmpty()
            || bytes + forwarded.getFirst().batch().size() <= settings.maxEntryBytes())) {
      Forwarded next = forwarded.removeFirst();
      others.add(next);
      batches.add(next.batch());
      bytes += next.batch().size();
    }
    if (batches.isEmpty()) {
      return;
    }
    inFlight++;
    var unused =
        target
            .propose(LogCodec.encodeEntry(time.now(), batches))
            .handle((position, failure) -> failure == null ? null : outcomeOf(failure))
            .thenAccept(
                outcome -> {
                  ByteString answer = Forwarding.answer(outcome);
                  others.forEach(other -> other.answer().complete(answer));
                  scheduler.execute(() -> proposed(target, mine, !others.isEmpty(), outcome));
                });
  }

  private void forward(PeerId leader, long term) {
    OwnBatch batch = own.next(time.nanos());
    PeerChannel peers = channel;
    if (batch == null || peers == null) {
      return;
    }
    inFlight++;
    UnderWay sent = new UnderWay(batch, leader, term);
    underWay.add(sent);
    var unused =
        Forwarding.send(peers, leader, batch.bytes())
            .thenAccept(outcome -> scheduler.execute(() -> came(sent, outcome)));
  }

  private void came(UnderWay sent, ProposalException.@Nullable Outcome outcome) {
    if (underWay.remove(sent)) {
      finished(List.of(sent.batch), outcome);
    }
  }

  /**
   * Waits no longer for a leader that is none any more: one that hangs, or that the others cannot
   * hear, would hold up this node's requests until the call times out.
   */
  private void forgetDeposedLeaders(RaftStatus status) {
    PeerId leader = status.leader();
    if (leader == null) {
      return;
    }
    for (UnderWay sent : List.copyOf(underWay)) {
      if (sent.term < status.term() || !sent.leader.equals(leader)) {
        came(sent, ProposalException.Outcome.UNKNOWN);
      }
    }
  }

  /**
   * An entry of this node, as leader, is applied here or failed. The nodes whose batches were in it
   * wait until they apply it too; the next entry tells them to, and if there is none, this does.
   */
  private void proposed(
      ReplicatedLog target,
      List<OwnBatch> batches,
      boolean othersWait,
      ProposalException.@Nullable Outcome outcome) {
    int before = inFlight;
    finished(batches, outcome);
    boolean anotherFollowed = inFlight >= before;
    if (othersWait && outcome == null && !anotherFollowed) {
      target.announceCommit();
    }
  }

  private void finished(List<OwnBatch> batches, ProposalException.@Nullable Outcome outcome) {
    inFlight--;
    if (outcome != null) {
      batches.forEach(batch -> own.failed(batch, outcome));
      pause();
    }
    run();
  }

  private void refuseForwarded() {
    for (Forwarded each : forwarded) {
      each.answer().complete(Forwarding.answer(ProposalException.Outcome.NOT_PROPOSED));
    }
    forwarded.clear();
  }

  private void pause() {
    if (!pausing) {
      pausing = true;
      scheduler.after(
          RETRY_PAUSE,
          () -> {
            pausing = false;
            run();
          });
    }
  }

  private void sweepLater() {
    if (!sweeping) {
      sweeping = true;
      scheduler.after(
          SWEEP_PAUSE,
          () -> {
            sweeping = false;
            own.sweep(time.nanos());
            lookForLeader();
            run();
          });
    }
  }

  private void lookForLeader() {
    ReplicatedLog target = log;
    if (target != null && !underWay.isEmpty()) {
      forgetDeposedLeaders(target.status());
    }
  }

  private void fail(Pending pending, Failure failure) {
    if (pending.end()) {
      held.decrementAndGet();
      responder.execute(() -> pending.failed(failure));
    }
  }

  private static ProposalException.Outcome outcomeOf(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof ProposalException known
        ? known.outcome()
        : ProposalException.Outcome.UNKNOWN;
  }
}
