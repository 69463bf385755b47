// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import io.quorumkeep.node.domain.Rejection;
import java.util.List;

/** What would come of a step. */
public sealed interface ErasureDecision {
  /**
   * It happens.
   *
   * @param events none if the step was taken and there was nothing left to do
   */
  record Accepted(List<ErasureEvent> events) implements ErasureDecision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** It does not. */
  record Rejected(Rejection rejection) implements ErasureDecision {}
}
