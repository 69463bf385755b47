// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The policy of a namespace as the {@link Ledger} sees it.
 *
 * @param algorithms empty for all
 * @param approvals needed for an operation, where that is not one
 */
record PolicyModel(
    List<String> algorithms, int strength, Map<String, Integer> approvals, long lifetimeMs) {
  /** Where nobody said anything. */
  static final PolicyModel USUAL = new PolicyModel(List.of(), 128, Map.of(), 86_400_000);

  private static final List<String> GUARDED =
      List.of("DESTROY_KEY", "EXPORT_ARCHIVE", "RECOVER_KEY", "SET_NAMESPACE_POLICY");
  private static final Map<String, Integer> STRENGTHS = Map.of("AES_128", 128, "AES_256", 256);

  PolicyModel {
    algorithms = List.copyOf(algorithms);
    // Sorted, so that equal policies look the same.
    approvals = Collections.unmodifiableMap(new TreeMap<>(approvals));
  }

  /** The policy that a record speaks of. */
  static PolicyModel of(Details details) {
    String algorithms = details.text("algorithms");
    Map<String, Integer> approvals = new TreeMap<>();
    for (String each : details.text("approvals").split(",", -1)) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        approvals.put(each.substring(0, equals), Integer.valueOf(each.substring(equals + 1)));
      }
    }
    return new PolicyModel(
        algorithms.equals("all") ? List.of() : List.of(algorithms.split(",")),
        Math.toIntExact(details.number("minimum_strength_bits", 0)),
        approvals,
        Duration.parse(details.text("proposal_lifetime")).toMillis());
  }

  int needed(String operation) {
    return approvals.getOrDefault(operation, 1);
  }

  boolean allows(String algorithm) {
    return algorithms.isEmpty() || algorithms.contains(algorithm);
  }

  /** Why there can be no new key of an algorithm; or "". */
  String refusal(String algorithm) {
    if (!allows(algorithm)) {
      return "ALGORITHM_FORBIDDEN";
    }
    return STRENGTHS.getOrDefault(algorithm, 0) < strength ? "STRENGTH_TOO_LOW" : "";
  }

  /** Whether another policy asks for less in any point. */
  boolean isLoweredBy(PolicyModel next) {
    return next.strength < strength
        || GUARDED.stream().anyMatch(each -> next.needed(each) < needed(each))
        || (!algorithms.isEmpty() && next.algorithms.isEmpty())
        || next.algorithms.stream().anyMatch(each -> !allows(each));
  }
}
