// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/**
 * How much one version may protect, as callers say when they retrieve it.
 *
 * @param maxOperations at most 2^31, which is what a version may have in any case; 0 for that
 * @param maxBytes 0 for no bound
 */
public record UsageBudget(long maxOperations, long maxBytes) {
  /** As much as is safe. */
  public static final UsageBudget SAFE = new UsageBudget(0, 0);
}
