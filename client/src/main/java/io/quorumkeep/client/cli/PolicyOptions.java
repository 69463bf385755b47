// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.GuardedOperation;
import io.quorumkeep.client.KeyAlgorithm;
import io.quorumkeep.client.NamespacePolicy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to change of a policy: what is not named stays as it is. */
final class PolicyOptions {
  @Option(
      names = "--algorithms",
      split = ",",
      paramLabel = "NAME",
      description = "What new keys may be, such as AES_256; or all.")
  private @Nullable List<String> algorithms;

  @Option(
      names = "--minimum-strength",
      paramLabel = "BITS",
      description = "Least security strength of new keys, 128 to 256.")
  private @Nullable Integer strength;

  @Option(
      names = "--approvals",
      split = ",",
      paramLabel = "OPERATION=COUNT",
      description = "How many others must approve, 0 to 5, such as destroy-key=2.")
  private @Nullable Map<String, Integer> approvals;

  @Option(
      names = "--proposals-live",
      paramLabel = "SPAN",
      description = "The longest that a proposal lives, 5m to 30d.")
  private @Nullable String lifetime;

  boolean areGiven() {
    return algorithms != null || strength != null || approvals != null || lifetime != null;
  }

  NamespacePolicy appliedTo(NamespacePolicy before) {
    if (!areGiven()) {
      throw new UsageException("nothing to change: see --help");
    }
    NamespacePolicy policy = before;
    if (algorithms != null) {
      policy = policy.withAlgorithms(algorithms(algorithms));
    }
    if (strength != null) {
      policy = policy.withMinimumStrengthBits(strength);
    }
    if (approvals != null) {
      for (Map.Entry<String, Integer> needed : approvals.entrySet()) {
        policy = policy.withRequiredApprovals(operation(needed.getKey()), needed.getValue());
      }
    }
    return lifetime == null ? policy : policy.withProposalLifetime(Durations.parse(lifetime));
  }

  private static KeyAlgorithm[] algorithms(List<String> names) {
    return names.equals(List.of("all"))
        ? new KeyAlgorithm[0]
        : names.stream().map(KeyCommand::algorithmOf).toArray(KeyAlgorithm[]::new);
  }

  static GuardedOperation operation(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    for (GuardedOperation operation : GuardedOperation.values()) {
      if (operation != GuardedOperation.UNKNOWN && operation.name().equals(name)) {
        return operation;
      }
    }
    throw new UsageException(
        "not an operation that needs approval: \""
            + text
            + "\"; destroy-key, recover-key, export-archive, set-namespace-policy or"
            + " revoke-grant");
  }
}
