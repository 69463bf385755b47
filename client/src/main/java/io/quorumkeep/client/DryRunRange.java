// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/**
 * The audit records that a change is tried on, both inclusive.
 *
 * @param fromSequence 0 for the oldest
 * @param toSequence 0 for the newest
 * @param maxExamples how many examples are wanted; at most 100
 */
public record DryRunRange(long fromSequence, long toSequence, int maxExamples) {
  /** All that there are, with ten examples. */
  public static DryRunRange everything() {
    return new DryRunRange(0, 0, 10);
  }
}
