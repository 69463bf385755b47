// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all keys of a namespace.
 *
 * @param algorithms what new keys may be, in the order of the enum, each once; empty for all
 * @param minimumStrengthBits the least security strength of new keys, 128 to 256
 * @param approvals how many others must approve of an operation, 0 to 5; {@link #DEFAULT_APPROVALS}
 *     where it says nothing
 * @param proposalLifetime the longest that a proposal lives, 5 minutes to 30 days
 */
public record NamespacePolicy(
    List<KeyAlgorithm> algorithms,
    int minimumStrengthBits,
    SortedMap<GuardedOperation, Integer> approvals,
    Duration proposalLifetime)
    implements Governed {
  /** Approvals needed where no policy says anything: two persons, so safe by default. */
  public static final int DEFAULT_APPROVALS = 1;

  /** The most approvals that a policy may ask for. */
  public static final int MAX_APPROVALS = 5;

  /** How long a proposal lives where no policy says anything. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofHours(24);

  public static final Duration MIN_LIFETIME = Duration.ofMinutes(5);
  public static final Duration MAX_LIFETIME = Duration.ofDays(30);

  /** What holds in a namespace that was given no policy, and outside of all namespaces. */
  public static final NamespacePolicy DEFAULT =
      new NamespacePolicy(
          List.of(), SecurityStrength.FLOOR_BITS, Collections.emptySortedMap(), DEFAULT_LIFETIME);

  public NamespacePolicy {
    algorithms =
        algorithms.isEmpty() ? List.of() : List.copyOf(EnumSet.copyOf(List.copyOf(algorithms)));
    approvals = Collections.unmodifiableSortedMap(new TreeMap<>(approvals));
    if (minimumStrengthBits < SecurityStrength.FLOOR_BITS
        || minimumStrengthBits > SecurityStrength.MAX_BITS) {
      throw new IllegalArgumentException(
          "a minimum strength is "
              + SecurityStrength.FLOOR_BITS
              + " to "
              + SecurityStrength.MAX_BITS
              + " bits");
    }
    approvals.forEach(NamespacePolicy::check);
    if (!isLifetime(proposalLifetime)) {
      throw new IllegalArgumentException("a proposal lives 5 minutes to 30 days");
    }
  }

  private static void check(GuardedOperation operation, int count) {
    if (!operation.isInNamespace()) {
      throw new IllegalArgumentException(operation + " is not about a namespace");
    }
    if (count < 0 || count > MAX_APPROVALS) {
      throw new IllegalArgumentException(operation + " needs 0 to " + MAX_APPROVALS + " approvals");
    }
  }

  static boolean isLifetime(Duration lifetime) {
    return lifetime.compareTo(MIN_LIFETIME) >= 0 && lifetime.compareTo(MAX_LIFETIME) <= 0;
  }

  /** How many others must approve of the operation. */
  public int approvalsFor(GuardedOperation operation) {
    return approvals.getOrDefault(operation, DEFAULT_APPROVALS);
  }

  /**
   * Whether {@code next} asks for less than this does in any point: fewer approvals, less strength,
   * or an algorithm that is not allowed now. How long proposals live is no such point.
   */
  public boolean isLoweredBy(NamespacePolicy next) {
    if (next.minimumStrengthBits < minimumStrengthBits) {
      return true;
    }
    for (GuardedOperation operation : GuardedOperation.values()) {
      if (next.approvalsFor(operation) < approvalsFor(operation)) {
        return true;
      }
    }
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      if (next.allows(algorithm) && !allows(algorithm)) {
        return true;
      }
    }
    // A list that names all there are today still keeps out those of tomorrow.
    return next.algorithms.isEmpty() && !algorithms.isEmpty();
  }

  private boolean allows(KeyAlgorithm algorithm) {
    return algorithms.isEmpty() || algorithms.contains(algorithm);
  }

  /** Why there can be no new key of this algorithm, or null if there can. */
  public @Nullable Rejection refusal(KeyAlgorithm algorithm) {
    if (!allows(algorithm)) {
      return new Rejection(
          Reason.ALGORITHM_FORBIDDEN,
          "the policy of the namespace does not allow " + algorithm + " keys");
    }
    int strength = SecurityStrength.of(algorithm);
    return strength >= minimumStrengthBits
        ? null
        : new Rejection(
            Reason.STRENGTH_TOO_LOW,
            algorithm
                + " has a strength of "
                + strength
                + " bits, and the namespace asks for "
                + minimumStrengthBits);
  }
}
