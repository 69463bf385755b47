// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.codec;

import java.time.Instant;

/** Breaks a rule on purpose. */
final class ReadsClock {
  private ReadsClock() {}

  static Instant read() {
    return Instant.now();
  }
}
