// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import com.google.protobuf.Duration;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.RotationPolicy;
import io.quorumkeep.node.domain.key.UsageBudget;
import io.quorumkeep.v1.KeyUsage;
import java.util.ArrayList;
import java.util.List;

/** What a key is for and how much, as messages have it. */
final class KeyUsageMessages {
  private KeyUsageMessages() {}

  /**
   * The usages that a request names; encrypt and decrypt if it names none.
   *
   * @throws RefusedException if one is not known, or they do not go together
   */
  static KeyUsages usages(List<Integer> numbers) {
    int mask = 0;
    for (int number : numbers) {
      KeyUsage usage = KeyUsage.forNumber(number);
      int bit = usage == null ? 0 : bitOf(usage);
      if (bit == 0) {
        throw number == 0 ? Parse.unset("usages") : Parse.unknownEnum("usages", number);
      }
      mask |= bit;
    }
    try {
      return mask == 0 ? KeyUsages.DATA_ENCRYPTION : new KeyUsages(mask);
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_ARGUMENT, "usages", e);
    }
  }

  static List<KeyUsage> usages(KeyUsages usages) {
    List<KeyUsage> named = new ArrayList<>();
    for (KeyUsage usage : KeyUsage.values()) {
      int bit = bitOf(usage);
      if (bit != 0 && (usages.mask() & bit) != 0) {
        named.add(usage);
      }
    }
    return named;
  }

  static RotationPolicy rotation(io.quorumkeep.v1.RotationPolicy policy) {
    java.time.Duration period =
        policy.hasPeriod() ? Parse.duration("rotation_policy.period", policy.getPeriod()) : null;
    try {
      return new RotationPolicy(period, policy.getMaxOperations(), policy.getMaxBytes());
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_ARGUMENT, "rotation_policy", e);
    }
  }

  static io.quorumkeep.v1.RotationPolicy rotation(RotationPolicy policy) {
    io.quorumkeep.v1.RotationPolicy.Builder out =
        io.quorumkeep.v1.RotationPolicy.newBuilder()
            .setMaxOperations(policy.operations())
            .setMaxBytes(policy.bytes());
    java.time.Duration period = policy.period();
    if (period != null) {
      Duration message = Times.of(period);
      out.setPeriod(message);
    }
    return out.build();
  }

  static UsageBudget budget(io.quorumkeep.v1.UsageBudget budget) {
    try {
      return new UsageBudget(budget.getMaxOperations(), budget.getMaxBytes());
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_ARGUMENT, "usage_budget", e);
    }
  }

  static io.quorumkeep.v1.UsageBudget budget(UsageBudget budget) {
    return io.quorumkeep.v1.UsageBudget.newBuilder()
        .setMaxOperations(budget.operations())
        .setMaxBytes(budget.bytes())
        .build();
  }

  private static int bitOf(KeyUsage usage) {
    return switch (usage) {
      case KEY_USAGE_ENCRYPT -> KeyUsages.ENCRYPT;
      case KEY_USAGE_DECRYPT -> KeyUsages.DECRYPT;
      case KEY_USAGE_WRAP_KEY -> KeyUsages.WRAP_KEY;
      case KEY_USAGE_UNWRAP_KEY -> KeyUsages.UNWRAP_KEY;
      case KEY_USAGE_MAC_GENERATE -> KeyUsages.MAC_GENERATE;
      case KEY_USAGE_MAC_VERIFY -> KeyUsages.MAC_VERIFY;
      case KEY_USAGE_DERIVE_KEY -> KeyUsages.DERIVE_KEY;
      case KEY_USAGE_UNSPECIFIED, UNRECOGNIZED -> 0;
    };
  }
}
