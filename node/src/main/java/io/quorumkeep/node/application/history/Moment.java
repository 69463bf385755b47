// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application.history;

import java.time.Instant;

/** A moment of the past, as a caller names it. */
public sealed interface Moment {
  /** After everything whose log time is not later. */
  record AtTime(Instant time) implements Moment {}

  /** After the request whose audit record has this sequence, from 1. */
  record AtSequence(long sequence) implements Moment {}
}
