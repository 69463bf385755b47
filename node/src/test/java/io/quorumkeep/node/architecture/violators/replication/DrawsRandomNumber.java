// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.replication;

import java.util.UUID;

/** Breaks a rule on purpose. */
final class DrawsRandomNumber {
  private DrawsRandomNumber() {}

  static UUID draw() {
    return UUID.randomUUID();
  }
}
