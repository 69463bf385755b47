// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What holds for all keys of a namespace. Start from {@link #DEFAULT}, or from the policy that
 * there is, and change it.
 *
 * @param algorithms what new keys may be; empty for all
 * @param minimumStrengthBits least security strength of new keys (NIST SP 800-57 Part 1 Rev. 5,
 *     section 5.6.1), 128 to 256
 * @param requiredApprovals how many principals beside the proposer must approve of an operation, 0
 *     to 5; one where it is not named
 * @param proposalLifetime the longest that a proposal lives, 5 minutes to 30 days
 */
public record NamespacePolicy(
    List<KeyAlgorithm> algorithms,
    int minimumStrengthBits,
    Map<GuardedOperation, Integer> requiredApprovals,
    Duration proposalLifetime) {
  /** What holds in a namespace that was given no policy. */
  public static final NamespacePolicy DEFAULT =
      new NamespacePolicy(List.of(), 128, Map.of(), Duration.ofHours(24));

  public NamespacePolicy {
    algorithms = List.copyOf(algorithms);
    requiredApprovals = Collections.unmodifiableMap(new TreeMap<>(requiredApprovals));
  }

  /** This, but new keys are of these algorithms only; of any if there are none. */
  public NamespacePolicy withAlgorithms(KeyAlgorithm... allowed) {
    return new NamespacePolicy(
        List.of(allowed), minimumStrengthBits, requiredApprovals, proposalLifetime);
  }

  /** This, but new keys are at least so strong. */
  public NamespacePolicy withMinimumStrengthBits(int bits) {
    return new NamespacePolicy(algorithms, bits, requiredApprovals, proposalLifetime);
  }

  /** This, but so many others must approve of {@code operation}. */
  public NamespacePolicy withRequiredApprovals(GuardedOperation operation, int count) {
    Map<GuardedOperation, Integer> all = new TreeMap<>(requiredApprovals);
    all.put(operation, count);
    return new NamespacePolicy(algorithms, minimumStrengthBits, all, proposalLifetime);
  }

  /** This, but proposals live at most so long. */
  public NamespacePolicy withProposalLifetime(Duration longest) {
    return new NamespacePolicy(algorithms, minimumStrengthBits, requiredApprovals, longest);
  }
}
