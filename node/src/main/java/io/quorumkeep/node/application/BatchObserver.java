// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

/** Is told of each batch that a node proposes. */
@FunctionalInterface
public interface BatchObserver {
  BatchObserver NONE = (commands, waitNanos) -> {};

  /**
   * A batch was closed.
   *
   * @param commands in it
   * @param waitNanos how long its first command had waited
   */
  void closed(int commands, long waitNanos);
}
