// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.batch;

import java.util.List;

/** Is told what became of the batches of this node and this incarnation of it. */
@FunctionalInterface
public interface BatchListener {
  /**
   * A batch was applied, and its effects can be read. Called by the thread that applies: must not
   * block.
   *
   * @param number of the batch
   * @param outcomes one for each command, in their order
   */
  void applied(long number, List<Outcome> outcomes);
}
