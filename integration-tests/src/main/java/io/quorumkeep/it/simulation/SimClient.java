// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.it.simulation.EventLoop.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that does one thing after the other, and each again under the same request id until it
 * knows how it ended: at whatever node, with no idea of a leader.
 */
final class SimClient {
  private static final long MILLISECOND = 1_000_000;
  private static final int REMEMBERED = 20;

  private final String name;
  private final World world;
  private final Workload workload;
  private final List<SimNode> nodes;
  private final Dice dice;
  private final Scope life = new Scope();
  private final List<Session> past = new ArrayList<>();
  private int sessions;
  private boolean finished;

  SimClient(String name, World world, Workload workload, List<SimNode> nodes, Dice dice) {
    this.name = name;
    this.world = world;
    this.workload = workload;
    this.nodes = nodes;
    this.dice = dice;
  }

  boolean isFinished() {
    return finished;
  }

  /** Does the next thing, after a while. */
  void goOn() {
    if (workload.isExhausted()) {
      finished = true;
      return;
    }
    world.loop().after(dice.between(0, 10 * MILLISECOND), life, this::begin);
  }

  private void begin() {
    if (!past.isEmpty() && world.journal().strikes(Fault.CLIENT_RETRIES_LATE, 60)) {
      dice.pick(past).sendOnceMore();
    }
    if (workload.isExhausted()) {
      finished = true;
      return;
    }
    new Session(workload.next(), name + "/" + ++sessions).send();
  }

  /** One call and all its attempts. */
  private final class Session {
    private final Call call;
    private final String label;
    private final long since = world.checker().acknowledged();
    private int attempts;
    private boolean ended;
    private boolean uncertain;

    Session(Call call, String label) {
      this.call = call;
      this.label = label;
      world.journal().note(() -> label + ": " + call + ", id " + call.id());
    }

    void send() {
      attempt();
      if (world.journal().strikes(Fault.CLIENT_HEDGES, 50)) {
        attempt();
      }
    }

    void sendOnceMore() {
      attempt();
    }

    private void attempt() {
      SimNode node = dice.pick(nodes);
      Call.Attempt attempt =
          new Call.Attempt(
              call, label + "/" + ++attempts, since, world.checker().acknowledged(), timeout());
      int number = attempts;
      world.checker().sent(attempt);
      world.journal().note(() -> attempt.source() + " to " + node);
      world.loop().after(travelNanos(), life, () -> arrive(node, attempt, number));
      world
          .loop()
          .after(
              attempt.timeout().toNanos() + 50 * MILLISECOND,
              life,
              () -> {
                if (!ended && number == attempts) {
                  uncertain = true;
                  attempt();
                }
              });
    }

    private void arrive(SimNode node, Call.Attempt attempt, int number) {
      if (!node.isUp()) {
        // Nobody listens there.
        world.loop().after(travelNanos(), life, () -> tryAgain(number));
        return;
      }
      node.send(
          attempt,
          reply -> {
            world.checker().answered(node, attempt, reply);
            if (!world.journal().strikes(Fault.CLIENT_ANSWER_LOST, 20)) {
              world.loop().after(travelNanos(), life, () -> take(reply, number));
            }
          });
    }

    private void take(Reply reply, int number) {
      if (ended) {
        return;
      }
      if (reply instanceof Reply.Failed failed) {
        uncertain |= failed.failure().outcomeUnknown();
        tryAgain(number);
        return;
      }
      end();
      if (past.size() >= REMEMBERED) {
        past.remove(0);
      }
      past.add(this);
    }

    private void tryAgain(int number) {
      if (ended || number != attempts) {
        return;
      }
      if (!uncertain && dice.chance(250)) {
        end();
        return;
      }
      world
          .loop()
          .after(
              dice.between(MILLISECOND, 60 * MILLISECOND),
              life,
              () -> {
                if (!ended && number == attempts) {
                  attempt();
                }
              });
    }

    private void end() {
      ended = true;
      goOn();
    }
  }

  private Duration timeout() {
    return switch (dice.below(4)) {
      case 0 -> Duration.ofMillis(dice.between(5, 60));
      case 1 -> Duration.ofMillis(dice.between(60, 400));
      default -> Duration.ofMillis(dice.between(400, 2_500));
    };
  }

  private long travelNanos() {
    return dice.between(world.plan().networkNanos() / 4, world.plan().networkNanos());
  }
}
