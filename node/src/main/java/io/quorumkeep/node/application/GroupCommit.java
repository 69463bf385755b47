// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.codec.LogCodec;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.BatchListener;
import io.quorumkeep.node.domain.batch.Command;
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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
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

  private final String node;
  private final long incarnation;
  private final BatchSettings settings;
  private final Scheduler scheduler;
  private final Executor responder;
  private final Time time;
  private final Admission admission;
  private final BatchObserver observer;

  private final Queue<Pending> inbox = new ConcurrentLinkedQueue<>();
  private final Queue<Forwarded> forwardedInbox = new ConcurrentLinkedQueue<>();
  private final Queue<Applied> appliedInbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicBoolean woken = new AtomicBoolean();

  private final Deque<Pending> open = new ArrayDeque<>();
  private final Deque<Forwarded> forwarded = new ArrayDeque<>();
  private final Deque<OwnBatch> again = new ArrayDeque<>();
  private final Map<Long, OwnBatch> awaiting = new TreeMap<>();
  private @Nullable ReplicatedLog log;
  private @Nullable PeerChannel channel;
  private long nextNumber = 1;
  private int inFlight;
  private boolean pausing;
  private boolean sweeping;
  private boolean stopped;

  private record Forwarded(ByteString batch, CompletableFuture<ByteString> answer) {}

  private record OwnBatch(long number, ByteString bytes, List<Pending> commands) {
    /** Whether it may have been appended somewhere, as a whole. */
    boolean isProposed() {
      return commands.get(0).isProposed();
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
    this.node = node;
    this.incarnation = incarnation;
    this.settings = settings;
    this.scheduler = scheduler;
    this.responder = responder;
    this.time = time;
    this.admission = admission;
    this.observer = observer;
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
          open.forEach(pending -> fail(pending, Failure.SHUTTING_DOWN));
          open.clear();
          awaiting.values().forEach(this::abandon);
          awaiting.clear();
          again.clear();
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
        open.add(next);
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
      OwnBatch batch = awaiting.remove(next.number());
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
        forward(leader);
      }
    }
    if (!open.isEmpty() || !awaiting.isEmpty()) {
      sweepLater();
    }
  }

  private boolean hasWork() {
    return !open.isEmpty() || !again.isEmpty() || !forwarded.isEmpty();
  }

  private void proposeEntry(ReplicatedLog target) {
    List<ByteString> batches = new ArrayList<>();
    List<OwnBatch> own = new ArrayList<>(1);
    List<Forwarded> others = new ArrayList<>();
    int bytes = 0;
    OwnBatch batch = nextBatch();
    if (batch != null) {
      own.add(batch);
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
                  scheduler.execute(() -> proposed(target, own, !others.isEmpty(), outcome));
                });
  }

  private void forward(PeerId leader) {
    OwnBatch batch = nextBatch();
    PeerChannel peers = channel;
    if (batch == null || peers == null) {
      return;
    }
    inFlight++;
    var unused =
        Forwarding.send(peers, leader, batch.bytes())
            .thenAccept(outcome -> scheduler.execute(() -> finished(List.of(batch), outcome)));
  }

  /**
   * An entry of this node, as leader, is applied here or failed. The nodes whose batches were in it
   * wait until they apply it too; the next entry tells them to, and if there is none, this does.
   */
  private void proposed(
      ReplicatedLog target,
      List<OwnBatch> own,
      boolean othersWait,
      ProposalException.@Nullable Outcome outcome) {
    int before = inFlight;
    finished(own, outcome);
    boolean anotherFollowed = inFlight >= before;
    if (othersWait && outcome == null && !anotherFollowed) {
      target.announceCommit();
    }
  }

  private void finished(List<OwnBatch> batches, ProposalException.@Nullable Outcome outcome) {
    inFlight--;
    if (outcome != null) {
      for (OwnBatch batch : batches) {
        if (outcome == ProposalException.Outcome.UNKNOWN) {
          batch.commands().forEach(Pending::markProposed);
        }
        if (awaiting.containsKey(batch.number())) {
          again.add(batch);
        }
      }
      pause();
    }
    run();
  }

  /** The next batch of this node to propose, or null if it has nothing to say. */
  private @Nullable OwnBatch nextBatch() {
    long now = time.nanos();
    while (!again.isEmpty()) {
      OwnBatch batch = again.removeFirst();
      List<Pending> waiting = stillWaiting(batch);
      if (waiting.isEmpty()) {
        awaiting.remove(batch.number());
      } else if (waiting.size() == batch.commands().size() || batch.isProposed()) {
        return batch;
      } else {
        // Some callers were told that their commands have no effect: they must not be in it.
        awaiting.remove(batch.number());
        return close(waiting, now);
      }
    }
    List<Pending> commands = new ArrayList<>(Math.min(open.size(), settings.maxCommands()));
    while (!open.isEmpty() && commands.size() < settings.maxCommands()) {
      Pending next = open.removeFirst();
      if (next.isLate(now)) {
        fail(next, Failure.NO_LEADER);
      } else {
        commands.add(next);
      }
    }
    return commands.isEmpty() ? null : close(commands, now);
  }

  private static List<Pending> stillWaiting(OwnBatch batch) {
    List<Pending> waiting = new ArrayList<>(batch.commands().size());
    for (Pending pending : batch.commands()) {
      if (!pending.hasEnded()) {
        waiting.add(pending);
      }
    }
    return waiting;
  }

  private OwnBatch close(List<Pending> pending, long now) {
    long number = nextNumber++;
    List<Command> commands = new ArrayList<>(pending.size());
    pending.forEach(each -> commands.add(each.command()));
    ByteString bytes = LogCodec.encodeBatch(new Batch(node, incarnation, number, commands));
    OwnBatch batch = new OwnBatch(number, bytes, pending);
    awaiting.put(number, batch);
    observer.closed(pending.size(), now - pending.get(0).submittedNanos());
    return batch;
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
            sweep();
            run();
          });
    }
  }

  /** Gives up on requests whose time is over. */
  private void sweep() {
    long now = time.nanos();
    while (!open.isEmpty() && open.getFirst().isLate(now)) {
      fail(open.removeFirst(), Failure.NO_LEADER);
    }
    Iterator<OwnBatch> batches = awaiting.values().iterator();
    while (batches.hasNext()) {
      OwnBatch batch = batches.next();
      boolean someWait = false;
      for (Pending pending : batch.commands()) {
        if (pending.isLate(now)) {
          fail(pending, lateFailure(batch, pending));
        }
        someWait |= !pending.hasEnded();
      }
      if (!someWait) {
        batches.remove();
      }
    }
  }

  /** A batch that waits for its next try, and was never under way unnoticed, had no effect. */
  private Failure lateFailure(OwnBatch batch, Pending pending) {
    return again.contains(batch) && !pending.isProposed()
        ? Failure.NO_LEADER
        : Failure.OUTCOME_UNKNOWN;
  }

  private void abandon(OwnBatch batch) {
    batch.commands().forEach(pending -> fail(pending, Failure.OUTCOME_UNKNOWN));
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
