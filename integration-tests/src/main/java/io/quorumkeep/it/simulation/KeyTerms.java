// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import org.jspecify.annotations.Nullable;

/**
 * What the {@link Ledger} knows of the attributes of a key.
 *
 * @param rotationMs from one rotation to the next; null for none
 * @param rotationOperations 0 for no bound
 * @param rotationBytes 0 for no bound
 * @param budgetOperations 0 for as many as are safe
 * @param budgetBytes 0 for no bound
 */
record KeyTerms(
    @Nullable Long originatorMs,
    @Nullable Long recipientMs,
    @Nullable Long rotationMs,
    long rotationOperations,
    long rotationBytes,
    long budgetOperations,
    long budgetBytes,
    boolean exportable,
    boolean deletable,
    boolean mirrored,
    String owner) {
  /** If the request says nothing. */
  static final KeyTerms USUAL = new KeyTerms(null, null, null, 0, 0, 0, 0, true, true, false, "");

  private static final long SAFE_OPERATIONS = 1L << 31;

  KeyTerms edited(Details details) {
    return new KeyTerms(
        details.period("originator_usage_period", originatorMs),
        details.period("recipient_usage_period", recipientMs),
        details.period("rotation_period", rotationMs),
        details.number("rotation_operations", rotationOperations),
        details.number("rotation_bytes", rotationBytes),
        details.number("budget_operations", budgetOperations),
        details.number("budget_bytes", budgetBytes),
        details.flag("exportable", exportable),
        details.flag("deletable", deletable),
        details.flag("mirrored", mirrored),
        details.has("owner") ? details.text("owner") : owner);
  }

  boolean wouldExceedBudget(VersionModel version, long operations, long bytes) {
    long most = budgetOperations == 0 ? SAFE_OPERATIONS : budgetOperations;
    return version.used() + operations > most
        || (budgetBytes > 0 && version.usedBytes() + bytes > budgetBytes);
  }

  /** Whether a version that was used so is to be replaced. */
  boolean isRotationReached(VersionModel version) {
    return (rotationOperations > 0 && version.used() >= rotationOperations)
        || (rotationBytes > 0 && version.usedBytes() >= rotationBytes);
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
