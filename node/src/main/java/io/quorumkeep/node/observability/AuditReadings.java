// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

/** How far the audit stream is behind; read at each scrape, so it must be cheap. */
public interface AuditReadings {
  /** Records committed and not yet published. */
  long outboxRecords();

  /** Age of the oldest of them, or 0 if there is none. */
  double outboxOldestSeconds();
}
