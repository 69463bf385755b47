// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.BatchListener;

/**
 * Which batches are this process's own, and who waits for them.
 *
 * @param incarnation drawn when the process started
 */
public record BatchOwner(String node, long incarnation, BatchListener listener) {
  boolean owns(Batch batch) {
    return batch.incarnation() == incarnation && batch.node().equals(node);
  }
}
