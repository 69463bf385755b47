// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen to a key by itself, and when, in log time.
 *
 * @param activation of a PRE_ACTIVE key, or null
 * @param rotation the next one, or null
 * @param destruction of the key with all its versions, or null
 */
public record KeySchedule(
    @Nullable Instant activation, @Nullable Instant rotation, @Nullable Instant destruction) {
  public static final KeySchedule NOTHING = new KeySchedule(null, null, null);

  KeySchedule activated(@Nullable Instant nextRotation) {
    return new KeySchedule(null, nextRotation, destruction);
  }

  KeySchedule withActivation(@Nullable Instant at) {
    return new KeySchedule(at, rotation, destruction);
  }

  KeySchedule withRotation(@Nullable Instant next) {
    return new KeySchedule(activation, next, destruction);
  }

  KeySchedule withDestruction(@Nullable Instant at) {
    return new KeySchedule(activation, rotation, at);
  }
}
