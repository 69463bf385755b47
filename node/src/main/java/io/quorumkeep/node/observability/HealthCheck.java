// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One condition of being alive or ready. It is asked at each probe and must answer at once: it
 * reads what others have found out and never waits for a disk, a lock or another node.
 *
 * @param name short, for the verbose answer
 * @param passes whether the condition holds now
 * @param problem says, for an operator, what is the matter when it does not
 */
public record HealthCheck(String name, BooleanSupplier passes, Supplier<String> problem) {
  /** For a condition whose failure is always the same. */
  public static HealthCheck of(String name, BooleanSupplier passes, String problem) {
    return new HealthCheck(name, passes, () -> problem);
  }
}
