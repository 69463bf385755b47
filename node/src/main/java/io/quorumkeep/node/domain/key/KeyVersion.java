// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a key's material.
 *
 * @param number from 1
 * @param cryptoperiod null until it is activated
 */
public record KeyVersion(
    int number,
    KeyState state,
    Instant createdAt,
    @Nullable Cryptoperiod cryptoperiod,
    @Nullable Revocation revocation,
    WrappedMaterial material) {
  public KeyVersion {
    if (number < 1) {
      throw new IllegalArgumentException("versions of a key count from 1");
    }
  }

  KeyVersion withState(KeyState next, @Nullable Revocation why) {
    return new KeyVersion(number, next, createdAt, cryptoperiod, why, material);
  }

  KeyVersion activated(Cryptoperiod period) {
    return new KeyVersion(number, KeyState.ACTIVE, createdAt, period, revocation, material);
  }
}
