// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import org.jspecify.annotations.Nullable;

/**
 * What the {@link Ledger} knows of the attributes of a key.
 *
 * @param rotationMs from one rotation to the next; null for none
 * @param rotationOperations 0 for no bound
 * @param budgetOperations 0 for as many as are safe
 */
record KeyTerms(
    @Nullable Long originatorMs,
    @Nullable Long recipientMs,
    @Nullable Long rotationMs,
    long rotationOperations,
    long budgetOperations,
    boolean exportable,
    boolean deletable) {
  /** If the request says nothing. */
  static final KeyTerms USUAL = new KeyTerms(null, null, null, 0, 0, true, true);

  private static final long SAFE_OPERATIONS = 1L << 31;

  KeyTerms edited(Details details) {
    return new KeyTerms(
        details.period("originator_usage_period", originatorMs),
        details.period("recipient_usage_period", recipientMs),
        details.period("rotation_period", rotationMs),
        details.number("rotation_operations", rotationOperations),
        details.number("budget_operations", budgetOperations),
        details.flag("exportable", exportable),
        details.flag("deletable", deletable));
  }

  boolean wouldExceedBudget(long used, long more) {
    return used + more > (budgetOperations == 0 ? SAFE_OPERATIONS : budgetOperations);
  }

  /** When a key is first rotated that gets this policy at a time; or null. */
  @Nullable Long firstRotation(long timeMs) {
    return rotationMs == null ? null : (Long) (timeMs + rotationMs);
  }

  /** When it is rotated next after a rotation at a time that was planned for another; or null. */
  @Nullable Long nextRotation(@Nullable Long planned, long timeMs) {
    if (rotationMs == null || planned == null) {
      return firstRotation(timeMs);
    }
    long next = planned;
    while (next <= timeMs) {
      next += rotationMs;
    }
    return next;
  }
}
