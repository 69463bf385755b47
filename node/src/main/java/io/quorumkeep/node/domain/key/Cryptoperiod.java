// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.time.Instant;

/**
 * When a version may protect data, and until when it may process what it protected: NIST SP 800-57
 * Part 1 Rev. 5, section 5.3. Each end is exclusive; {@link Instant#MAX} is without end.
 */
public record Cryptoperiod(Instant activation, Instant protectStop, Instant deactivation) {
  public Cryptoperiod {
    if (!activation.isBefore(protectStop)) {
      throw new IllegalArgumentException(
          "activation " + activation + " must precede protectStop " + protectStop);
    }
    if (deactivation.isBefore(protectStop)) {
      throw new IllegalArgumentException(
          "deactivation " + deactivation + " must not precede protectStop " + protectStop);
    }
  }

  /** Whether a version may encrypt, sign or wrap at {@code time}. */
  public boolean allowsProtectionAt(Instant time) {
    return !time.isBefore(activation) && time.isBefore(protectStop);
  }

  /** Whether a version may decrypt, verify or unwrap at {@code time}. */
  public boolean allowsProcessingAt(Instant time) {
    return !time.isBefore(activation) && time.isBefore(deactivation);
  }
}
