// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/** A closed batch of this node: what it is called in the log, its bytes, and who waits for it. */
record OwnBatch(long number, ByteString bytes, List<Pending> commands) {
  /** Whether it may have been appended somewhere, as a whole. */
  boolean isProposed() {
    return commands.get(0).isProposed();
  }

  void markProposed() {
    commands.forEach(Pending::markProposed);
  }

  /** Those who were not told yet how their request ended. */
  List<Pending> waiting() {
    List<Pending> waiting = new ArrayList<>(commands.size());
    for (Pending pending : commands) {
      if (!pending.hasEnded()) {
        waiting.add(pending);
      }
    }
    return waiting;
  }
}
