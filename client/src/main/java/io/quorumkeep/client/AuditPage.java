// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.List;

/**
 * Part of the audit trail.
 *
 * @param nextSequence where to go on
 * @param lastSequence the last sequence there is
 */
public record AuditPage(List<ChainedAuditRecord> records, long nextSequence, long lastSequence) {

  public AuditPage {
    records = List.copyOf(records);
  }

  /** Whether the trail ends with this page, as far as the node that answered knows. */
  public boolean isLast() {
    return nextSequence > lastSequence;
  }
}
