// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.Outcome;

/** A request on its way through the log, and who waits for it. Told exactly once how it ended. */
abstract class Pending {
  private final Command command;
  private final long submittedNanos;
  private final long deadlineNanos;
  // Written and read by the thread of the group commit only.
  private boolean ended;
  private boolean proposed;

  Pending(Command command, long submittedNanos, long deadlineNanos) {
    this.command = command;
    this.submittedNanos = submittedNanos;
    this.deadlineNanos = deadlineNanos;
  }

  final Command command() {
    return command;
  }

  final long submittedNanos() {
    return submittedNanos;
  }

  final boolean isLate(long nanos) {
    return nanos - deadlineNanos >= 0;
  }

  /** From now on it may have been appended somewhere. */
  final void markProposed() {
    proposed = true;
  }

  final boolean isProposed() {
    return proposed;
  }

  /** Returns true once. */
  final boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  final boolean hasEnded() {
    return ended;
  }

  abstract void completed(Outcome outcome);

  abstract void failed(Failure failure);
}
