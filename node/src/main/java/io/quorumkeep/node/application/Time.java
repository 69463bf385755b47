// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import java.time.Instant;

/** The two clocks of a node. */
public interface Time {
  /** The wall clock. May jump; nothing that is safe rests on it. */
  Instant now();

  /** Nanoseconds since some moment; never runs backwards. For time-outs. */
  long nanos();
}
