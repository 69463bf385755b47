// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.it.simulation.EventLoop.Scope;
import java.time.Duration;
import java.util.List;

/** Does, now and then, one of the faults that are no chance of a single message. */
final class Nemesis {
  private static final List<Fault> KINDS =
      List.of(
          Fault.CRASH,
          Fault.RESTART,
          Fault.DISK_FULL,
          Fault.LEADER_CHANGE,
          Fault.SNAPSHOT_INSTALLED,
          Fault.CLOCK_JUMP,
          Fault.TOPIC_REFUSES);
  private static final long YEAR_SECONDS = 31_557_600;
  private static final List<Long> JUMPS_SECONDS = List.of(1L, 60L, 3_600L, 86_400L, 200_000L);
  private static final long MILLISECOND = 1_000_000;

  private final World world;
  private final List<SimNode> nodes;
  private final Dice dice;
  private final Scope life = new Scope();

  Nemesis(World world, List<SimNode> nodes, Dice dice) {
    this.world = world;
    this.nodes = nodes;
    this.dice = dice;
  }

  void start() {
    strikeLater();
    checkpointLater();
    leapLater();
  }

  /** Nothing goes wrong any more: all clocks are right, and time passes once more. */
  void end() {
    world.journal().heal();
    nodes.forEach(node -> node.setClock(0));
    if (dice.chance(700)) {
      leap(Duration.ofDays(dice.between(1, 40)));
    }
  }

  private void leapLater() {
    long usual = world.plan().leapNanos();
    world
        .loop()
        .after(
            dice.between(usual / 4, usual * 2),
            life,
            () -> {
              if (!world.journal().isHealed()) {
                leap(
                    switch (dice.below(4)) {
                      case 0 -> Duration.ofMinutes(dice.between(1, 60));
                      case 1 -> Duration.ofDays(dice.between(1, 10));
                      default -> Duration.ofHours(dice.between(1, 24));
                    });
                leapLater();
              }
            });
  }

  private void leap(Duration by) {
    world.journal().note(() -> "the calendar leaps by " + by);
    world.calendar().leap(by);
  }

  private void strikeLater() {
    long usual = world.plan().nemesisNanos();
    world.loop().after(dice.between(usual / 4, usual * 2), life, this::strike);
  }

  private void strike() {
    List<Fault> enabled = KINDS.stream().filter(world.journal()::isEnabled).toList();
    if (!enabled.isEmpty()) {
      Fault fault = dice.pick(enabled);
      SimNode node = dice.pick(nodes);
      if (happens(fault, node)) {
        world.journal().injected(fault);
      }
      strikeLater();
    }
  }

  private boolean happens(Fault fault, SimNode node) {
    switch (fault) {
      case LEADER_CHANGE -> world.log().elect();
      case CLOCK_JUMP -> {
        // Rarely by years: log time stands still until the calendar is there as well.
        long jump = dice.chance(30) ? dice.between(1, 10) * YEAR_SECONDS : dice.pick(JUMPS_SECONDS);
        node.setClock(dice.chance(300) ? 0 : dice.chance(500) ? jump : -jump);
      }
      case TOPIC_REFUSES ->
          world.topic().refuse(dice.between(100 * MILLISECOND, 2_000 * MILLISECOND));
      case SNAPSHOT_INSTALLED -> {
        SimNode other = dice.pick(nodes);
        return node.isUp() && node.install(other);
      }
      default -> {
        return node.isUp() && ends(fault, node);
      }
    }
    return true;
  }

  private boolean ends(Fault fault, SimNode node) {
    switch (fault) {
      case CRASH -> node.crash(dice.chance(600));
      case RESTART -> node.restart();
      default -> node.store().failNextCommit();
    }
    return true;
  }

  private void checkpointLater() {
    world
        .loop()
        .after(
            dice.between(20 * MILLISECOND, 400 * MILLISECOND),
            life,
            () -> {
              SimNode node = dice.pick(nodes);
              if (node.isUp()) {
                node.checkpoint();
              }
              checkpointLater();
            });
  }
}
