// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.batch;

import java.util.List;

/**
 * Commands of one node in the order of their arrival.
 *
 * @param node the node that took them
 * @param incarnation drawn when that node's process started
 * @param number counts the batches of one incarnation
 */
public record Batch(String node, long incarnation, long number, List<Command> commands) {
  public Batch {
    commands = List.copyOf(commands);
  }
}
