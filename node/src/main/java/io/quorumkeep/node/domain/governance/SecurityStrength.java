// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import io.quorumkeep.node.domain.key.KeyAlgorithm;

/** How strong algorithms are, in bits: NIST SP 800-57 Part 1 Rev. 5, section 5.6.1. */
public final class SecurityStrength {
  /** What every key of a cluster has at least, whatever a policy says. */
  public static final int FLOOR_BITS = 128;

  /** The strongest that any policy may ask for. */
  public static final int MAX_BITS = 256;

  private SecurityStrength() {}

  /** The bits of security of a key of this algorithm (table 2 there). */
  public static int of(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case AES_128 -> 128;
      case AES_256 -> 256;
    };
  }
}
