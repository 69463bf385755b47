// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.policy.Effect;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.PrincipalPattern;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the clients of a run ask for, in an order that the seed decides. */
final class Workload {
  private static final String APPS = "spiffe://example.org/apps/";
  private static final List<Permission> RELEASES =
      List.of(
          Permission.RETRIEVE_KEY,
          Permission.RETRIEVE_KEY_VERSION,
          Permission.RETRIEVE_COMPROMISED_KEY,
          Permission.GET_KEY);
  private static final int GRANTS = 4;

  private final Plan plan;
  private final Dice dice;
  private final List<Operation> bag = new ArrayList<>();
  private int made;
  private int oldestKey;

  Workload(Plan plan, Dice dice) {
    this.plan = plan;
    this.dice = dice;
    for (Map.Entry<Operation, Integer> weight : plan.weights().entrySet()) {
      for (int i = 0; i < weight.getValue(); i++) {
        bag.add(weight.getKey());
      }
    }
  }

  boolean isExhausted() {
    return made >= plan.operations();
  }

  /** Calls handed out so far. */
  int made() {
    return made;
  }

  Call next() {
    made++;
    Operation operation = made <= 3 ? first(made) : dice.pick(bag);
    int version =
        switch (operation) {
          case RETRIEVE_VERSION -> dice.between(1, 4);
          case SUSPEND, REACTIVATE, REVOKE -> dice.chance(300) ? dice.between(1, 4) : 0;
          default -> 0;
        };
    if (operation == Operation.REVOKE && version == 0) {
      // That key will not be of much use any more.
      oldestKey++;
    }
    return new Call(
        operation,
        principal(operation),
        new RequestId(dice.any(), made),
        made,
        new KeyVersionName(key(), version),
        periods(),
        dice.chance(40),
        dice.pick(List.of(RevocationReason.values())),
        policy(operation));
  }

  /** So that there is something to work with. */
  private static Operation first(int number) {
    return number == 1 ? Operation.GRANT : Operation.CREATE;
  }

  private KeyName key() {
    int number = oldestKey + dice.below(plan.keys());
    return new KeyName("ns" + number % 2, "key-" + number);
  }

  private Principal principal(Operation operation) {
    boolean anybody =
        switch (operation) {
          case RETRIEVE, RETRIEVE_VERSION -> dice.chance(750);
          case GET -> dice.chance(500);
          default -> dice.chance(40);
        };
    return anybody && made > 3 ? new Principal(APPS + "app-" + dice.below(3)) : Simulation.ADMIN;
  }

  private UsagePeriods periods() {
    return dice.chance(150)
        ? new UsagePeriods(Duration.ofSeconds(dice.between(1, 60)), Duration.ofMinutes(2))
        : UsagePeriods.WITHOUT_END;
  }

  private @Nullable PolicyCommand policy(Operation operation) {
    String id = "g" + (made == 1 ? 0 : dice.below(GRANTS));
    return switch (operation) {
      case GRANT -> grant(id);
      case UNGRANT -> new PolicyCommand.Revoke(id);
      default -> null;
    };
  }

  private PolicyCommand grant(String id) {
    boolean everybody = made == 1 || dice.chance(400);
    List<Permission> permissions = new ArrayList<>();
    for (Permission each : RELEASES) {
      if (made == 1 || dice.chance(600)) {
        permissions.add(each);
      }
    }
    if (permissions.isEmpty()) {
      permissions.add(Permission.RETRIEVE_KEY);
    }
    return new PolicyCommand.Create(
        id,
        new PrincipalPattern(everybody ? APPS + "*" : APPS + "app-" + dice.below(3)),
        made == 1 ? ResourcePattern.EVERYTHING : resource(),
        permissions,
        made > 1 && dice.chance(150) ? Effect.DENY : Effect.ALLOW);
  }

  private ResourcePattern resource() {
    return switch (dice.below(3)) {
      case 0 -> ResourcePattern.EVERYTHING;
      case 1 -> ResourcePattern.allKeysOf("ns" + dice.below(2));
      default -> new ResourcePattern(key().toString());
    };
  }
}
