// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.time.Instant;

/**
 * How a version was used so far.
 *
 * @param count releases
 * @param lastUsedAt log time of the last
 * @param lastSequence the audit record of the last
 */
public record Usage(long count, Instant lastUsedAt, long lastSequence) {
  public Usage {
    if (count < 0 || lastSequence < 0) {
      throw new IllegalArgumentException("uses are counted from 0");
    }
  }

  public static final Usage NONE = new Usage(0, Instant.EPOCH, 0);

  public Usage plusOne(Instant now, long sequence) {
    return new Usage(Math.addExact(count, 1), now, sequence);
  }
}
