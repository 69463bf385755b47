// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * How much one version may protect. Counted where uses are applied, so it is never exceeded.
 *
 * @param operations protecting operations; 0 for as many as are safe
 * @param bytes bytes protected; 0 for no bound
 */
public record UsageBudget(long operations, long bytes) {
  /**
   * Messages under one AES-GCM key with random nonces. NIST SP 800-38D, section 8.3, allows 2^32;
   * half of that keeps a margin.
   */
  public static final long MAX_OPERATIONS = 1L << 31;

  /** As much as is safe. */
  public static final UsageBudget SAFE = new UsageBudget(0, 0);

  public UsageBudget {
    if (operations < 0 || operations > MAX_OPERATIONS || bytes < 0) {
      throw new IllegalArgumentException(
          "usage_budget has operations from 0 to 2^31, and bytes from 0");
    }
  }

  /**
   * Returns why a version may not protect that much more, or null if it may.
   *
   * @param used how it was used so far
   */
  public @Nullable Rejection check(Usage used, long moreOperations, long moreBytes) {
    long limit = operations == 0 ? MAX_OPERATIONS : operations;
    if (moreOperations > limit - used.operations()) {
      return exhausted("operations", used.operations(), limit);
    }
    // Without a bound there is still the one of the counter: it never overflows.
    long most = bytes == 0 ? Long.MAX_VALUE : bytes;
    if (moreBytes > most - used.bytes()) {
      return exhausted("bytes", used.bytes(), most);
    }
    return null;
  }

  private static Rejection exhausted(String what, long used, long limit) {
    return new Rejection(
        Reason.USAGE_BUDGET_EXHAUSTED,
        "the current version has used " + used + " of " + limit + " " + what + "; rotate the key");
  }
}
