// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.Rejection;
import java.util.List;

/** What would come of a command. */
public sealed interface KeyDecision {
  /** It happens. The events are never empty. */
  record Accepted(List<KeyEvent> events) implements KeyDecision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** It does not. */
  record Rejected(Rejection rejection) implements KeyDecision {}
}
