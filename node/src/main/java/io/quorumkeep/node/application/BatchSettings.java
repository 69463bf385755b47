// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import java.time.Duration;

/**
 * The bounds of group commit.
 *
 * @param maxCommands commands in one batch
 * @param maxEntryBytes bytes of batches that are joined to one entry
 * @param maxInFlight entries or forwarded batches that a node has under way
 * @param maxPending requests that a node holds; more are refused
 * @param requestTimeout how long a request may take that brings no deadline of its own
 */
public record BatchSettings(
    int maxCommands, int maxEntryBytes, int maxInFlight, int maxPending, Duration requestTimeout) {
  public BatchSettings {
    if (maxCommands < 1 || maxEntryBytes < 1 || maxInFlight < 1 || maxPending < 1) {
      throw new IllegalArgumentException("every bound is at least 1");
    }
  }
}
