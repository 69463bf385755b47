// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.GuardedAction;
import io.quorumkeep.node.domain.governance.GuardedOperation;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Policies, proposals, approvals and what they are for, as a history might have them. */
final class RandomDualControl {
  private final Random random;
  private final int keys;
  private final int grants;
  private final List<GuardedAction> proposed = new ArrayList<>();

  RandomDualControl(Random random, int keys, int grants) {
    this.random = random;
    this.keys = keys;
    this.grants = grants;
  }

  CommandBody body() {
    return switch (random.nextInt(8)) {
      case 0 -> set(namespace(), policy(), "");
      case 1, 2 -> create();
      case 3, 4 -> new CommandBody.Govern(new GovernanceCommand.ApproveProposal(anyId(), "seen"));
      case 5 ->
          random.nextInt(3) == 0
              ? new CommandBody.Govern(new GovernanceCommand.WithdrawProposal(anyId(), ""))
              : carryOut();
      default -> carryOut();
    };
  }

  private CommandBody create() {
    GuardedAction action =
        switch (random.nextInt(4)) {
          case 0 -> GuardedAction.ofGrant("g" + random.nextInt(grants));
          case 1 -> GuardedAction.ofKey(GuardedOperation.DESTROY_KEY, key(), random.nextInt(3));
          default -> GuardedAction.ofPolicy(namespace(), policy());
        };
    proposed.add(action);
    return new CommandBody.Govern(
        new GovernanceCommand.CreateProposal(
            "p" + (proposed.size() - 1),
            action,
            "",
            random.nextInt(3) == 0 ? Duration.ofMinutes(5) : null));
  }

  /** What one of the latest proposals is for. */
  private CommandBody carryOut() {
    int index = anyIndex();
    if (index < 0) {
      return create();
    }
    GuardedAction action = proposed.get(index);
    if (action.operation() == GuardedOperation.DESTROY_KEY) {
      return new CommandBody.ChangeKey(
          new KeyCommand.Destroy(
              KeyName.parse(action.resource()), action.version(), "p" + index, "agreed"));
    }
    NamespacePolicy next = action.policy();
    return next == null
        ? new CommandBody.ChangePolicy(
            new PolicyCommand.Revoke(action.resource().substring("grants/".length()), "p" + index))
        : set(action.namespace(), next, "p" + index);
  }

  private static CommandBody set(String namespace, NamespacePolicy policy, String proposal) {
    return new CommandBody.Govern(
        new GovernanceCommand.SetNamespacePolicy(namespace, policy, proposal, "seems right"));
  }

  private String anyId() {
    return "p" + Math.max(0, anyIndex());
  }

  private int anyIndex() {
    return proposed.isEmpty() ? -1 : Math.max(0, proposed.size() - 1 - random.nextInt(4));
  }

  private KeyName key() {
    int number = random.nextInt(keys);
    return new KeyName("ns" + number % 2, "key-" + number);
  }

  private String namespace() {
    return "ns" + random.nextInt(2);
  }

  private NamespacePolicy policy() {
    SortedMap<GuardedOperation, Integer> approvals = new TreeMap<>();
    approvals.put(GuardedOperation.SET_NAMESPACE_POLICY, random.nextInt(3));
    approvals.put(GuardedOperation.DESTROY_KEY, random.nextInt(3));
    return new NamespacePolicy(
        random.nextInt(4) == 0 ? List.of(KeyAlgorithm.AES_256) : List.of(),
        random.nextInt(4) == 0 ? 256 : 128,
        approvals,
        random.nextBoolean() ? Duration.ofHours(1) : Duration.ofDays(2));
  }
}
