// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.application.BatchSettings;
import io.quorumkeep.raft.PeerId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a seed draws: how large the cluster is, how fast, what its clients do, and which faults
 * there are. Seeds that leave something out reach states that one with everything never does.
 *
 * @param networkNanos usual time of a message
 * @param nemesisNanos usual time between faults that are not chances of a message
 * @param leapNanos usual time between two leaps of the calendar
 * @param erasesDaily whether nodes begin erasures by themselves
 * @param weights how often clients do what
 */
record Plan(
    int nodes,
    int clients,
    int operations,
    int keys,
    long networkNanos,
    long nemesisNanos,
    long leapNanos,
    int cacheCapacity,
    BatchSettings batches,
    Set<Fault> faults,
    boolean erasesDaily,
    Map<Operation, Integer> weights) {
  private static final int MIN_OPERATIONS = 300;
  private static final int MIN_FAULT_KINDS = 6;

  static Plan draw(Dice dice) {
    return new Plan(
        dice.chance(200) ? 5 : 3,
        dice.between(4, 8),
        MIN_OPERATIONS + dice.below(60),
        dice.between(3, 8),
        dice.between(50_000L, 2_000_000L),
        dice.between(50_000_000L, 400_000_000L),
        dice.between(100_000_000L, 900_000_000L),
        dice.chance(500) ? dice.between(1, 4) : 1_000,
        batches(dice),
        faults(dice),
        dice.chance(200),
        weights(dice));
  }

  /** The names of all nodes. */
  List<PeerId> members() {
    return IntStream.rangeClosed(1, nodes).mapToObj(number -> new PeerId("n" + number)).toList();
  }

  private static BatchSettings batches(Dice dice) {
    return new BatchSettings(
        dice.chance(300) ? dice.between(1, 3) : 64,
        dice.chance(300) ? 1_000 : 1 << 20,
        dice.between(1, 4),
        dice.chance(200) ? 3 : 1_000,
        Duration.ofSeconds(5));
  }

  private static Set<Fault> faults(Dice dice) {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    int permille = dice.between(250, 900);
    while (faults.size() < MIN_FAULT_KINDS) {
      for (Fault fault : Fault.values()) {
        if (dice.chance(permille)) {
          faults.add(fault);
        }
      }
    }
    // One that is sure to happen, so that no run is without any.
    faults.add(dice.chance(500) ? Fault.LEADER_CHANGE : Fault.CRASH);
    return faults;
  }

  private static Map<Operation, Integer> weights(Dice dice) {
    Map<Operation, Integer> weights = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      weights.put(operation, dice.chance(150) ? 0 : 1 + dice.below(2 * operation.weight()));
    }
    weights.merge(Operation.CREATE, 3, Integer::sum);
    weights.merge(Operation.RETRIEVE, 20, Integer::sum);
    return weights;
  }
}
