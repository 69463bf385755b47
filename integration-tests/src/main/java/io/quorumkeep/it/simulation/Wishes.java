// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.governance.GuardedOperation;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyEdit;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.RotationPolicy;
import io.quorumkeep.node.domain.key.UsageBudget;
import io.quorumkeep.node.domain.key.UsagePeriods;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What people want keys and namespaces to be like. */
final class Wishes {
  private final Calendar calendar;
  private final Dice dice;

  Wishes(Calendar calendar, Dice dice) {
    this.calendar = calendar;
    this.dice = dice;
  }

  KeyLifecycle.NewKey newKey(KeyName name) {
    Instant activation = dice.chance(150) ? soon() : null;
    KeyAttributes usual = KeyAttributes.of(periods(), List.of());
    return new KeyLifecycle.NewKey(
        name,
        dice.chance(150) ? KeyAlgorithm.AES_128 : KeyAlgorithm.AES_256,
        KeyUsages.DATA_ENCRYPTION,
        dice.chance(60),
        activation,
        new KeyAttributes(
            usual.usagePeriods(),
            usual.labels(),
            dice.chance(200) ? "team-" + dice.below(3) : "",
            "",
            dice.chance(930),
            dice.chance(960),
            dice.chance(450),
            dice.chance(400) ? rotation() : RotationPolicy.MANUAL,
            dice.chance(400) ? budget() : UsageBudget.SAFE));
  }

  /** A moment ahead, or just gone. */
  private Instant soon() {
    return calendar.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(dice.between(-60, 400_000));
  }

  KeyEdit edit() {
    return switch (dice.below(8)) {
      case 7 -> KeyEdit.NOTHING.withActivation(dice.chance(800) ? soon() : null);
      case 6 ->
          new KeyEdit(null, null, "team-" + dice.below(3), null, null, null, null, null, null);
      case 5 -> new KeyEdit(null, null, null, null, null, null, dice.chance(700), null, null);
      case 0 -> new KeyEdit(periods(), null, null, null, null, null, null, null, null);
      case 1 -> new KeyEdit(null, null, null, null, null, null, null, rotation(), null);
      case 2 -> new KeyEdit(null, null, null, null, null, null, null, null, budget());
      case 3 -> new KeyEdit(null, null, null, null, dice.chance(700), null, null, null, null);
      default -> new KeyEdit(null, null, null, null, null, dice.chance(700), null, null, null);
    };
  }

  private UsagePeriods periods() {
    int kind = dice.below(12);
    if (kind == 0) {
      return new UsagePeriods(Duration.ofSeconds(dice.between(1, 60)), Duration.ofMinutes(2));
    }
    if (kind <= 2) {
      Duration originator = Duration.ofHours(dice.between(6, 240));
      return new UsagePeriods(originator, originator.plusHours(dice.between(0, 800)));
    }
    return kind == 3
        ? new UsagePeriods(Duration.ofDays(dice.between(5, 60)), null)
        : UsagePeriods.WITHOUT_END;
  }

  private RotationPolicy rotation() {
    Duration period = dice.chance(600) ? Duration.ofHours(dice.between(12, 200)) : null;
    long operations = dice.chance(600) ? dice.between(1, 12) : 0;
    return new RotationPolicy(period, operations, dice.chance(300) ? dice.between(1, 5_000) : 0);
  }

  private UsageBudget budget() {
    return new UsageBudget(
        dice.chance(850) ? dice.between(1, 15) : 0, dice.chance(300) ? dice.between(1, 6_000) : 0);
  }

  NamespacePolicy policy() {
    SortedMap<GuardedOperation, Integer> approvals = new TreeMap<>();
    for (GuardedOperation each : GuardedOperation.values()) {
      if (each.isInNamespace() && dice.chance(250)) {
        approvals.put(each, dice.below(3));
      }
    }
    List<KeyAlgorithm> algorithms =
        switch (dice.below(6)) {
          case 0 -> List.of(KeyAlgorithm.AES_256);
          case 1 -> List.of(KeyAlgorithm.AES_128);
          default -> List.of();
        };
    return new NamespacePolicy(
        algorithms,
        dice.chance(200) ? 192 : 128,
        approvals,
        Duration.ofMinutes(dice.pick(List.of(60, 1_440, 5_000))));
  }
}
