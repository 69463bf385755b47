// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Duration;
import java.util.Optional;

/**
 * When a key is rotated by itself: whatever comes first of what is set.
 *
 * @param period from one rotation to the next, one second to a hundred years
 * @param maxOperations protecting operations of the current version; 0 for no bound
 * @param maxBytes bytes protected by the current version; 0 for no bound
 */
public record RotationPolicy(Optional<Duration> period, long maxOperations, long maxBytes) {
  /** Only when asked. */
  public static final RotationPolicy MANUAL = new RotationPolicy(Optional.empty(), 0, 0);

  /** Rotated every {@code period}. */
  public static RotationPolicy every(Duration period) {
    return new RotationPolicy(Optional.of(period), 0, 0);
  }
}
