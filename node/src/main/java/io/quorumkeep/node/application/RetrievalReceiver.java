// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import java.util.List;

/** Takes the answer to a call that retrieves keys. Called once, on a thread that must not block. */
@FunctionalInterface
public interface RetrievalReceiver {
  /**
   * Every retrieval of the call has ended.
   *
   * @param results in the order of the requests
   * @param material of those that were released; usable until this returns, zeroized then
   */
  void answer(List<RetrievalResult> results, OpenMaterial material);

  /** Material in the clear, on loan. */
  @FunctionalInterface
  interface OpenMaterial {
    /** The material of the result at {@code index}, which must have been released. */
    byte[] at(int index);
  }
}
