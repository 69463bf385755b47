// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application.history;

/**
 * How much one page of a walk over the audit trail may do, so that its cost and its answer have a
 * bound.
 *
 * @param records that it looks at; also events of keys that it folds
 * @param recipients that it names
 */
public record ScanLimits(int records, int recipients) {
  /** Less than a second of work, and an answer of less than a mebibyte. */
  public static final ScanLimits DEFAULT = new ScanLimits(200_000, 2_000);

  public ScanLimits {
    if (records < 1 || recipients < 1) {
      throw new IllegalArgumentException("a page has room for something");
    }
  }
}
