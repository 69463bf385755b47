// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;
import java.util.List;

/**
 * What one request did, or was kept from doing.
 *
 * @param sequence 1, 2, 3 … without gaps
 * @param time log time, in whole milliseconds
 * @param raftTerm the term in which it was ordered
 * @param raftIndex the log entry that carried it
 * @param node the node that took the request
 * @param principal who asked
 * @param source address and port of the caller
 * @param operation as in {@link Permission}, but open: {@code "RETRIEVE_KEY"}
 * @param resource the resource that the request named
 * @param version the version it concerned, or 0
 * @param requestId a UUID
 * @param reason empty if allowed
 * @param details in the order of the record
 */
public record AuditRecord(
    long sequence,
    Instant time,
    long raftTerm,
    long raftIndex,
    String node,
    String principal,
    String source,
    String operation,
    String resource,
    int version,
    String requestId,
    AuditDecision decision,
    String reason,
    List<AuditDetail> details) {

  public AuditRecord {
    details = List.copyOf(details);
  }
}
