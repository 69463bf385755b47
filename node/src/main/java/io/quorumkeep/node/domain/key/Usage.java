// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.time.Instant;

/**
 * How a version was used so far.
 *
 * @param count releases
 * @param operations protecting operations that callers said they would do
 * @param bytes bytes that callers said they would protect
 * @param lastUsedAt log time of the last release
 * @param lastSequence the audit record of the last release: who, from where, by which operation
 */
public record Usage(
    long count, long operations, long bytes, Instant lastUsedAt, long lastSequence) {
  public Usage {
    if (count < 0 || operations < 0 || bytes < 0 || lastSequence < 0) {
      throw new IllegalArgumentException("uses are counted from 0");
    }
  }

  public static final Usage NONE = new Usage(0, 0, 0, Instant.EPOCH, 0);

  /** With one release more. */
  public Usage plusOne(Instant now, long sequence, long moreOperations, long moreBytes) {
    return new Usage(
        Math.addExact(count, 1),
        Math.addExact(operations, moreOperations),
        Math.addExact(bytes, moreBytes),
        now,
        sequence);
  }
}
