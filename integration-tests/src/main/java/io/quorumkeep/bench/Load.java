// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** Keeps a number of calls under way: each that ends starts the next. */
final class Load {
  private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int DIGITS = 3;
  private static final int DRAIN_SECONDS = 60;

  private final Target target;
  private final int concurrency;
  private final AtomicLong good = new AtomicLong();
  private final AtomicLong bad = new AtomicLong();
  private final Histogram latency = new Histogram(HIGHEST_NANOS, DIGITS);
  private final CountDownLatch drained;
  private volatile boolean measuring;
  private volatile boolean stopping;

  Load(Target target, int concurrency) {
    this.target = target;
    this.concurrency = concurrency;
    this.drained = new CountDownLatch(concurrency);
  }

  /** What was measured. */
  record Measured(long answers, long failures, double seconds, Histogram latency) {}

  void start() {
    for (int i = 0; i < concurrency; i++) {
      next();
    }
  }

  long answers() {
    return good.get();
  }

  long failures() {
    return bad.get();
  }

  /** Measures for a while; the calls go on. */
  Measured measure(double seconds) throws InterruptedException {
    synchronized (latency) {
      latency.reset();
    }
    long goodBefore = good.get();
    long badBefore = bad.get();
    long start = System.nanoTime();
    measuring = true;
    TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    measuring = false;
    double took = (System.nanoTime() - start) / 1e9;
    synchronized (latency) {
      return new Measured(good.get() - goodBefore, bad.get() - badBefore, took, latency.copy());
    }
  }

  /** Lets the calls under way end and starts no more. */
  void stop() throws InterruptedException {
    stopping = true;
    if (!drained.await(DRAIN_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(drained.getCount() + " calls were never answered");
    }
  }

  private void next() {
    long start = System.nanoTime();
    target.call(
        (ok, failed) -> {
          if (measuring) {
            synchronized (latency) {
              latency.recordValue(Math.min(System.nanoTime() - start, HIGHEST_NANOS));
            }
          }
          good.addAndGet(ok);
          if (failed > 0) {
            bad.addAndGet(failed);
          }
          if (stopping) {
            drained.countDown();
          } else {
            next();
          }
        });
  }
}
