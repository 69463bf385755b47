// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import com.google.protobuf.ByteString;
import io.quorumkeep.it.simulation.EventLoop.Scope;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.ProposalException;
import io.quorumkeep.raft.ProposalException.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Consensus as the cluster may see it: one sequence of committed entries, and everything that the
 * contract of {@code ReplicatedLog} leaves open about the way there.
 *
 * <p>There is one true leader, which not everybody knows and which need not be the only one that
 * believes to lead. Its entries are committed in the order in which it took them. When it is
 * replaced, some first part of those under way survives and the rest is gone for ever.
 */
final class SimLog {
  private static final long MILLISECOND = 1_000_000;
  private static final int MAX_UNDER_WAY = 4_096;

  private final EventLoop loop;
  private final Journal journal;
  private final Dice dice;
  private final Truth truth;
  private final SeededBug bug;
  private final long networkNanos;
  private final Scope world = new Scope();
  private final List<Committed> committed = new ArrayList<>();
  private final Deque<Proposal> underWay = new ArrayDeque<>();
  private List<SimNode> nodes = List.of();
  private @Nullable SimNode leader;
  private long term;
  private long lastIndex;

  /** An entry that a quorum holds. */
  record Committed(LogPosition position, ByteString bytes) {}

  /** An entry on its way, and whoever waits for it. */
  private static final class Proposal {
    final SimNode node;
    final Scope life;
    final long term;
    final ByteString bytes;
    final CompletableFuture<LogPosition> answer = new CompletableFuture<>();
    boolean replicated;

    Proposal(SimNode node, long term, ByteString bytes) {
      this.node = node;
      this.life = node.life();
      this.term = term;
      this.bytes = bytes;
    }
  }

  SimLog(
      EventLoop loop, Journal journal, Dice dice, Truth truth, long networkNanos, SeededBug bug) {
    this.loop = loop;
    this.journal = journal;
    this.dice = dice;
    this.truth = truth;
    this.networkNanos = networkNanos;
    this.bug = bug;
  }

  void join(List<SimNode> all) {
    nodes = List.copyOf(all);
  }

  int size() {
    return committed.size();
  }

  Committed at(int number) {
    return committed.get(number);
  }

  /** How many committed entries there are up to {@code index}. */
  int countUpTo(long index) {
    int low = 0;
    int high = committed.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (committed.get(middle).position().index() <= index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  long lastIndex() {
    return lastIndex;
  }

  @Nullable SimNode leader() {
    return leader;
  }

  CompletableFuture<LogPosition> propose(SimNode node, ByteString bytes) {
    Proposal proposal = new Proposal(node, node.believedTerm(), bytes);
    long delay = dice.between(10_000L, networkNanos);
    if (!node.believesToLead() || journal.strikes(Fault.PROPOSAL_REFUSED, 30)) {
      fail(proposal, Outcome.NOT_PROPOSED, delay);
    } else {
      loop.after(delay, node.life(), () -> append(proposal));
    }
    return proposal.answer;
  }

  private void append(Proposal proposal) {
    if (leader != proposal.node || term != proposal.term || underWay.size() >= MAX_UNDER_WAY) {
      // Either is true of an entry that no quorum ever heard of.
      Outcome outcome = dice.chance(500) ? Outcome.UNKNOWN : Outcome.NOT_PROPOSED;
      fail(proposal, outcome, dice.between(0, 300 * MILLISECOND));
      return;
    }
    if (journal.strikes(Fault.PROPOSAL_LOST, 20)) {
      fail(proposal, Outcome.UNKNOWN, dice.between(0, 2_000 * MILLISECOND));
      return;
    }
    underWay.add(proposal);
    long delay = networkNanos + dice.between(0, networkNanos);
    if (journal.strikes(Fault.COMMITTED_LATE, 15)) {
      fail(proposal, Outcome.UNKNOWN, dice.between(0, 20 * MILLISECOND));
      delay = dice.between(100 * MILLISECOND, 3_000 * MILLISECOND);
    }
    if (bug == SeededBug.FALSE_REFUSAL && dice.chance(300)) {
      fail(proposal, Outcome.NOT_PROPOSED, 0);
    }
    if (bug == SeededBug.ANSWER_BEFORE_COMMIT) {
      proposal.node.applyUncommitted(
          new LogPosition(term, lastIndex + underWay.size()), proposal.bytes);
    }
    loop.after(delay, world, () -> replicated(proposal));
  }

  private void replicated(Proposal proposal) {
    proposal.replicated = true;
    commitInOrder();
  }

  private void commitInOrder() {
    Proposal first = underWay.peek();
    while (first != null && first.replicated) {
      if (!isQuorumUp()) {
        loop.after(networkNanos * 10, world, this::commitInOrder);
        return;
      }
      underWay.remove();
      commit(first);
      first = underWay.peek();
    }
  }

  private void commit(Proposal proposal) {
    lastIndex += journal.strikes(Fault.INDEX_GAP, 50) ? 1 + dice.between(1, 3) : 1;
    LogPosition position = new LogPosition(proposal.term, lastIndex);
    add(position, proposal.bytes);
    if (proposal.life.isAlive() && !proposal.answer.isDone()) {
      proposal.node.whenApplied(position, () -> answer(proposal, position));
    }
    nodes.forEach(SimNode::pump);
  }

  private void add(LogPosition position, ByteString bytes) {
    ByteString entry = Bugs.entryAsCommitted(bug, bytes, truth.state());
    committed.add(new Committed(position, entry));
    journal.note(() -> "committed " + position + ", " + entry.size() + " bytes");
    truth.apply(position, entry);
  }

  /** The entry with which a cluster begins. */
  void begin(ByteString entry) {
    add(new LogPosition(term, ++lastIndex), entry);
  }

  private void answer(Proposal proposal, LogPosition position) {
    if (journal.strikes(Fault.PROPOSAL_ANSWER_LOST, 20)) {
      fail(proposal, Outcome.UNKNOWN, dice.between(0, 1_000 * MILLISECOND));
    } else {
      loop.after(dice.between(0, 100_000), proposal.life, () -> proposal.answer.complete(position));
    }
  }

  private void fail(Proposal proposal, Outcome outcome, long delayNanos) {
    loop.after(
        delayNanos,
        proposal.life,
        () ->
            proposal.answer.completeExceptionally(
                new ProposalException(outcome, "in the simulation")));
  }

  /** Makes another node the leader, if a quorum is up to elect one. */
  void elect() {
    List<SimNode> candidates = nodes.stream().filter(SimNode::isUp).toList();
    if (!isQuorumUp()) {
      return;
    }
    settle();
    SimNode elected = dice.pick(candidates);
    term++;
    lastIndex++;
    leader = elected;
    journal.note(() -> elected + " leads in term " + term);
    for (SimNode node : candidates) {
      long delay = dice.between(0, networkNanos);
      if (node != elected && node.believesToLead() && journal.strikes(Fault.TWO_LEADERS, 700)) {
        delay = dice.between(50 * MILLISECOND, 2_000 * MILLISECOND);
      }
      tell(node, elected, delay);
    }
  }

  private void tell(SimNode node, SimNode elected, long delayNanos) {
    long inTerm = term;
    loop.after(delayNanos, node.life(), () -> node.learn(elected.id(), inTerm));
  }

  /** A node that starts hears from the leader. */
  void greet(SimNode node) {
    SimNode now = leader;
    if (now != null && now.isUp()) {
      tell(node, now, dice.between(0, networkNanos * 4));
    }
  }

  /** Decides what of a leader's entries outlives it. */
  private void settle() {
    int survivors = underWay.isEmpty() ? 0 : dice.below(underWay.size() + 1);
    for (int i = 0; i < survivors; i++) {
      commit(underWay.remove());
    }
    for (Proposal lost : underWay) {
      fail(lost, Outcome.UNKNOWN, dice.between(0, 1_000 * MILLISECOND));
    }
    underWay.clear();
    leader = null;
  }

  /** A leader that is gone is missed after a while. */
  void watch() {
    SimNode now = leader;
    if (now == null || !now.isUp()) {
      elect();
    } else {
      // One that started while the leader was down has heard of none.
      nodes.stream().filter(node -> node.isUp() && node.believedTerm() == 0).forEach(this::greet);
    }
    loop.after(dice.between(50 * MILLISECOND, 300 * MILLISECOND), world, this::watch);
  }

  private boolean isQuorumUp() {
    return nodes.stream().filter(SimNode::isUp).count() * 2 > nodes.size();
  }
}
