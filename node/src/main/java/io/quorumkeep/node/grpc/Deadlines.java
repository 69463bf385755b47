// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long a call may take: as long as its caller waits, but never longer than {@code longest}. */
record Deadlines(Duration longest) {
  Deadlines {
    if (longest.isNegative() || longest.isZero()) {
      throw new IllegalArgumentException("a call takes some time");
    }
  }

  /** What is left to the call that this thread handles. */
  Duration remaining() {
    return remaining(Context.current().getDeadline());
  }

  /**
   * What is left until {@code deadline}.
   *
   * @throws RefusedException if it has passed
   */
  Duration remaining(@Nullable Deadline deadline) {
    if (deadline == null) {
      return longest;
    }
    long nanos = deadline.timeRemaining(TimeUnit.NANOSECONDS);
    if (nanos <= 0) {
      throw RefusedException.of(
          ErrorCatalog.DEADLINE_EXCEEDED, "the deadline had passed before the request was taken");
    }
    return nanos < longest.toNanos() ? Duration.ofNanos(nanos) : longest;
  }
}
