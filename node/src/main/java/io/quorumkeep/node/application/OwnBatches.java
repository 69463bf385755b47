// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.codec.LogCodec;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.raft.ProposalException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests of this node that wait: in the open batch, in batches under way, and in batches to
 * be proposed again because their fate is unknown or they were refused. Confined to one thread.
 */
final class OwnBatches {
  private final String node;
  private final long incarnation;
  private final BatchSettings settings;
  private final BatchObserver observer;
  private final BiConsumer<Pending, Failure> fail;

  private final Deque<Pending> open = new ArrayDeque<>();
  private final Deque<OwnBatch> again = new ArrayDeque<>();
  private final Map<Long, OwnBatch> awaiting = new TreeMap<>();
  private long nextNumber = 1;

  /**
   * Begins with none.
   *
   * @param fail tells a request that it failed, unless it was told before how it ended
   */
  OwnBatches(
      String node,
      long incarnation,
      BatchSettings settings,
      BatchObserver observer,
      BiConsumer<Pending, Failure> fail) {
    this.node = node;
    this.incarnation = incarnation;
    this.settings = settings;
    this.observer = observer;
    this.fail = fail;
  }

  /** Takes a request into the open batch. */
  void add(Pending pending) {
    open.add(pending);
  }

  /** Whether there is something to propose. */
  boolean hasWork() {
    return !open.isEmpty() || !again.isEmpty();
  }

  /** Whether nobody waits for anything. */
  boolean isEmpty() {
    return open.isEmpty() && awaiting.isEmpty();
  }

  /** The next batch to propose, or null if there is nothing to say. */
  @Nullable OwnBatch next(long nowNanos) {
    while (!again.isEmpty()) {
      OwnBatch batch = again.removeFirst();
      List<Pending> waiting = batch.waiting();
      if (waiting.isEmpty()) {
        awaiting.remove(batch.number());
      } else if (waiting.size() == batch.commands().size() || batch.isProposed()) {
        return batch;
      } else {
        // Some callers were told that their commands have no effect: they must not be in it.
        awaiting.remove(batch.number());
        return close(waiting, nowNanos);
      }
    }
    List<Pending> commands = takeOpen(nowNanos);
    return commands.isEmpty() ? null : close(commands, nowNanos);
  }

  private List<Pending> takeOpen(long nowNanos) {
    List<Pending> commands = new ArrayList<>(Math.min(open.size(), settings.maxCommands()));
    while (!open.isEmpty() && commands.size() < settings.maxCommands()) {
      Pending next = open.removeFirst();
      if (next.isLate(nowNanos)) {
        fail.accept(next, Failure.NO_LEADER);
      } else {
        commands.add(next);
      }
    }
    return commands;
  }

  private OwnBatch close(List<Pending> pending, long nowNanos) {
    long number = nextNumber++;
    List<Command> commands = new ArrayList<>(pending.size());
    pending.forEach(each -> commands.add(each.command()));
    ByteString bytes = LogCodec.encodeBatch(new Batch(node, incarnation, number, commands));
    OwnBatch batch = new OwnBatch(number, bytes, pending);
    awaiting.put(number, batch);
    observer.closed(pending.size(), nowNanos - pending.get(0).submittedNanos());
    return batch;
  }

  /** The batch was not proposed, or its fate is unknown: it goes again, unless it was applied. */
  void failed(OwnBatch batch, ProposalException.Outcome outcome) {
    if (outcome == ProposalException.Outcome.UNKNOWN) {
      batch.markProposed();
    }
    if (awaiting.containsKey(batch.number())) {
      again.add(batch);
    }
  }

  /** The batch was applied. Null if nobody waits for it any more. */
  @Nullable OwnBatch applied(long number) {
    return awaiting.remove(number);
  }

  /** Gives up on requests whose time is over. */
  void sweep(long nowNanos) {
    while (!open.isEmpty() && open.getFirst().isLate(nowNanos)) {
      fail.accept(open.removeFirst(), Failure.NO_LEADER);
    }
    Iterator<OwnBatch> batches = awaiting.values().iterator();
    while (batches.hasNext()) {
      OwnBatch batch = batches.next();
      boolean someWait = false;
      for (Pending pending : batch.commands()) {
        if (pending.isLate(nowNanos)) {
          fail.accept(pending, lateFailure(batch, pending));
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

  /** Fails everything. */
  void stop() {
    open.forEach(pending -> fail.accept(pending, Failure.SHUTTING_DOWN));
    open.clear();
    awaiting
        .values()
        .forEach(
            batch -> batch.commands().forEach(each -> fail.accept(each, Failure.OUTCOME_UNKNOWN)));
    awaiting.clear();
    again.clear();
  }
}
