// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.batch;

import java.time.Instant;
import java.util.List;

/**
 * What one entry of the log holds.
 *
 * @param proposedAt the leader's clock when it proposed the entry
 */
public record Entry(Instant proposedAt, List<Batch> batches) {
  public Entry {
    batches = List.copyOf(batches);
  }
}
