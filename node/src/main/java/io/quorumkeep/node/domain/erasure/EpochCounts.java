// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many there are of something, by epoch; epochs without any are left out.
 *
 * @param byEpoch not copied: nobody changes it
 */
public record EpochCounts(SortedMap<Integer, Long> byEpoch) {
  /** None in any epoch. */
  public static final EpochCounts NONE = new EpochCounts(Collections.emptySortedMap());

  public EpochCounts {
    byEpoch.forEach(
        (epoch, count) -> {
          if (epoch < 1 || count < 1) {
            throw new IllegalArgumentException("epochs and what is counted in them are positive");
          }
        });
  }

  /**
   * The counts with {@code change} more, or fewer, in an epoch.
   *
   * @throws IllegalArgumentException if that would be fewer than none
   */
  public EpochCounts plus(int epoch, long change) {
    long count = in(epoch) + change;
    if (count < 0) {
      throw new IllegalArgumentException("fewer than none in epoch " + epoch);
    }
    SortedMap<Integer, Long> next = new TreeMap<>(byEpoch);
    if (count == 0) {
      next.remove(epoch);
    } else {
      next.put(epoch, count);
    }
    return new EpochCounts(next);
  }

  public long in(int epoch) {
    return byEpoch.getOrDefault(epoch, 0L);
  }

  /** The sum over all epochs before {@code epoch}. */
  public long before(int epoch) {
    return byEpoch.headMap(epoch).values().stream().mapToLong(Long::longValue).sum();
  }

  public long total() {
    return byEpoch.values().stream().mapToLong(Long::longValue).sum();
  }

  EpochCounts withoutBefore(int epoch) {
    return new EpochCounts(new TreeMap<>(byEpoch.tailMap(epoch)));
  }
}
