// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.codec.LogCodec;
import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.replication.EventReplay;
import io.quorumkeep.node.replication.StateDigest;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import io.quorumkeep.node.store.MemoryDisk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run: a cluster that does what its clients ask while everything goes wrong, is healed, and
 * must then come to rest with every node, the topic and the record of events in agreement.
 */
public final class Simulation {
  static final String CLUSTER = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
  static final String NODES = "spiffe://example.org/nodes/";
  static final Principal ADMIN = new Principal("spiffe://example.org/admin");

  private static final long SECOND = 1_000_000_000;
  private static final long LONGEST_RUN_NANOS = 900 * SECOND;
  private static final long TIME_TO_REST_NANOS = 120 * SECOND;
  private static final int MAX_EVENTS = 5_000_000;

  private final Plan plan;
  private final EventLoop loop;
  private final Nemesis nemesis;
  private final Journal journal;
  private final Truth truth;
  private final World world;
  private final Workload workload;
  private final List<SimNode> nodes = new ArrayList<>();
  private final List<SimClient> clients = new ArrayList<>();
  private int events;

  /**
   * How a run ended.
   *
   * @param recorded how many audit records there are of each operation, by how it ended
   * @param violations of promises; empty if all held
   */
  public record Result(
      long seed,
      long virtualNanos,
      int operations,
      int answers,
      int releases,
      Map<Fault, Integer> faults,
      Map<String, Integer> recorded,
      List<String> violations) {
    public Result {
      faults = Map.copyOf(faults);
      recorded = Map.copyOf(recorded);
      violations = List.copyOf(violations);
    }
  }

  /** Runs one seed; {@code trace} gets every step, the same for the same seed. */
  public static Result run(long seed, @Nullable Consumer<String> trace) {
    return run(seed, SeededBug.NONE, trace);
  }

  static Result run(long seed, SeededBug bug, @Nullable Consumer<String> trace) {
    Simulation simulation = new Simulation(new Dice(seed), bug, trace);
    try {
      return simulation.run(seed);
    } finally {
      simulation.nodes.forEach(SimNode::close);
    }
  }

  private Simulation(Dice dice, SeededBug bug, @Nullable Consumer<String> trace) {
    byte[] firstSecret = new byte[EpochSecrets.SECRET_BYTES];
    dice.fill(firstSecret);
    this.plan = Plan.draw(dice.split());
    this.loop = new EventLoop(dice.split());
    this.journal = new Journal(loop, plan.faults(), dice.split(), trace);
    this.truth = new Truth(journal, bug);
    Checker checker = new Checker(journal, truth);
    SimSafe safe = new SimSafe();
    Calendar calendar = new Calendar(loop);
    SimLog log = new SimLog(loop, journal, dice.split(), truth, plan.networkNanos(), bug);
    SimPeers peers = new SimPeers(loop, journal, dice.split(), plan.networkNanos());
    SimTopic topic =
        new SimTopic(loop, journal, dice.split(), truth, bug != SeededBug.TOPIC_WITHOUT_FENCE);
    this.world =
        new World(
            loop,
            calendar,
            journal,
            plan,
            truth,
            log,
            peers,
            topic,
            checker,
            new MemoryDisk(),
            safe,
            bug);
    journal.note(plan::toString);
    log.begin(bootstrap());
    for (int i = 1; i <= plan.nodes(); i++) {
      nodes.add(new SimNode(i, world, dice.split(), firstSecret));
    }
    log.join(nodes);
    peers.join(nodes);
    checker.join(nodes);
    this.workload = new Workload(plan, calendar, new Targets(checker, safe), dice.split());
    for (int i = 1; i <= plan.clients(); i++) {
      clients.add(new SimClient("c" + i, world, workload, nodes, dice.split()));
    }
    this.nemesis = new Nemesis(world, nodes, dice.split());
    nemesis.start();
  }

  private static ByteString bootstrap() {
    Command command =
        new Command(
            new Origin(ADMIN, "bootstrap"),
            new RequestId(0, 0),
            0,
            new CommandBody.Bootstrap(CLUSTER, ADMIN));
    return LogCodec.encodeEntry(
        Instant.parse("2026-03-01T12:00:00Z"),
        List.of(LogCodec.encodeBatch(new Batch("n1", 0, 1, List.of(command)))));
  }

  private Result run(long seed) {
    nodes.forEach(SimNode::pump);
    world.log().watch();
    clients.forEach(SimClient::goOn);
    runUntil(LONGEST_RUN_NANOS, "the work was not done", workload::isExhausted);
    nemesis.end();
    runUntil(loop.nowNanos() + TIME_TO_REST_NANOS, "the cluster did not come to rest", this::rests);
    if (journal.isClean()) {
      checkTheEnd();
    }
    return new Result(
        seed,
        loop.nowNanos(),
        workload.made(),
        world.checker().answers(),
        world.checker().releases(),
        journal.injected(),
        world.checker().recorded(),
        journal.violations());
  }

  private void runUntil(long deadlineNanos, String otherwise, Condition condition) {
    while (journal.isClean() && !condition.isMet()) {
      if (loop.nowNanos() > deadlineNanos || ++events > MAX_EVENTS || !step()) {
        journal.violated(
            "R6", otherwise + " after " + loop.nowNanos() / SECOND + " s: " + unrest());
      }
    }
  }

  /** What reaches this was meant to stop a process, and nothing here is meant to be stopped so. */
  private boolean step() {
    try {
      return loop.step();
    } catch (RuntimeException e) {
      journal.violated("R8", "thrown: " + e);
      return true;
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean isMet();
  }

  private boolean rests() {
    return unrest().isEmpty();
  }

  /** What the cluster has not come to the end of; or "". */
  private String unrest() {
    if (!clients.stream().allMatch(SimClient::isFinished)) {
      return "clients wait for answers";
    }
    if (world.topic().size() != truth.lastSequence()) {
      return "records wait for the topic";
    }
    for (SimNode node : nodes) {
      if (!node.isUp() || node.facts().appliedIndex() != lastCommittedIndex()) {
        return node + " is down or behind";
      }
    }
    ErasureRun erasure = truth.state().erasure().run();
    if (erasure != null) {
      return "an erasure is " + erasure;
    }
    return truth.state().dueAt(latest(), null, 1).isEmpty() ? "" : "something is due";
  }

  /** By this time everything that is due must have been done. */
  private Instant latest() {
    Instant logTime = truth.state().cluster().logTime();
    Instant now = world.calendar().now();
    return now.isAfter(logTime) ? now : logTime;
  }

  private long lastCommittedIndex() {
    return world.log().at(world.log().size() - 1).position().index();
  }

  private void checkTheEnd() {
    world.checker().compareState();
    world.checker().checkMaterials(nodes);
    String right = truth.digest();
    for (SimNode node : nodes) {
      if (!Truth.digest(node.store()).equals(right)) {
        journal.violated("R8", node + " ends with another state");
      }
    }
    checkEvents(nodes.get(0).store());
  }

  private void checkEvents(InMemoryKeyValueStore one) {
    InMemoryKeyValueStore fresh = new InMemoryKeyValueStore();
    try {
      EventReplay.replay(one, fresh);
    } catch (CorruptLogException e) {
      journal.violated("R8", "the events do not follow each other: " + e.getMessage());
      return;
    }
    if (!Arrays.equals(StateDigest.ofEventSourced(fresh), StateDigest.ofEventSourced(one))) {
      journal.violated("R8", "the events do not give the state");
    }
  }
}
