// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import java.time.Duration;

/**
 * How a {@link Publisher} works.
 *
 * @param batchRecords most records in one append
 * @param batchBytes bytes of JSON after which an append takes no more records
 * @param pause least time between appends that were not full, so that a quiet cluster does not
 *     spend a transaction on every record
 * @param poll how often to look without having been woken
 * @param cursorInterval how long a sequence may wait for its report
 * @param cursorRecords how many records may wait for their report
 * @param backOffMin wait after the first failure
 * @param backOffMax longest wait after a failure; every wait is half fixed, half random
 * @param aheadPatience how long the sink may be ahead of the store, as it is after a start until
 *     the log has been replayed, before that counts as a fork
 */
public record PublisherSettings(
    int batchRecords,
    int batchBytes,
    Duration pause,
    Duration poll,
    Duration cursorInterval,
    int cursorRecords,
    Duration backOffMin,
    Duration backOffMax,
    Duration aheadPatience) {
  public PublisherSettings {
    if (batchRecords < 1 || batchBytes < 1 || cursorRecords < 1) {
      throw new IllegalArgumentException("a publisher's batches and cursor steps are not empty");
    }
    if (backOffMin.toMillis() < 1 || backOffMax.compareTo(backOffMin) < 0) {
      throw new IllegalArgumentException("a publisher's back-off is 1 ms or more and may grow");
    }
    if (pause.isNegative() || poll.toMillis() < 1 || cursorInterval.toMillis() < 1) {
      throw new IllegalArgumentException("a publisher's intervals are 1 ms or more");
    }
  }

  /** What suits a topic and a file alike. */
  public static PublisherSettings standard() {
    return new PublisherSettings(
        4_000,
        8 << 20,
        Duration.ofMillis(20),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        100_000,
        Duration.ofMillis(100),
        Duration.ofSeconds(10),
        Duration.ofMinutes(10));
  }
}
