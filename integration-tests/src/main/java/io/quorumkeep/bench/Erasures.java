// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import io.quorumkeep.v1.Erasure;
import io.quorumkeep.v1.ErasurePhase;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Watches the erasure under way. */
final class Erasures {
  private static final long POLL_MILLIS = 100;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(15);

  private final ClusterTarget target;

  Erasures(ClusterTarget target) {
    this.target = target;
  }

  /** Waits until no key is in the old epoch; tells how many were moved before and since. */
  String untilMoved() throws InterruptedException {
    Erasure before = target.erasure();
    long start = System.nanoTime();
    during(erasure -> erasure.getPhase() == ErasurePhase.ERASURE_PHASE_REWRAPPING);
    double took = (System.nanoTime() - start) / 1e9;
    return String.format(
        Locale.ROOT,
        "moved %d of %d keys meanwhile, and the other %d afterwards: %.0f/s",
        before.getTotal() - before.getRemaining(),
        before.getTotal(),
        before.getRemaining(),
        before.getRemaining() / took);
  }

  /** Waits until every member has overwritten the old secret. */
  String untilErased() throws InterruptedException {
    long start = System.nanoTime();
    during(erasure -> erasure.getPhase() != ErasurePhase.ERASURE_PHASE_IDLE);
    return String.format(
        Locale.ROOT, "erased %.1f s after the last was moved", (System.nanoTime() - start) / 1e9);
  }

  private void during(Predicate<Erasure> condition) throws InterruptedException {
    long start = System.nanoTime();
    while (condition.test(target.erasure())) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException("the erasure does not go on: " + target.erasure());
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }
}
