// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.audit;

import io.quorumkeep.node.domain.RequestId;
import java.util.List;

/**
 * What stands in the audit trail about one request.
 *
 * @param sequence 1, 2, 3 … without gaps
 * @param timeMs log time, in milliseconds since 1970
 * @param raftTerm position of the entry that the request was in
 * @param raftIndex position of the entry that the request was in
 * @param node the node that took the request
 * @param principal who asked
 * @param source address and port of the caller
 * @param operation the name of the permission, as {@code RETRIEVE_KEY}, or {@code BOOTSTRAP}
 * @param resource what the request named
 * @param version the version it concerned, or 0
 * @param reason a {@code Reason}, or empty if allowed
 * @param details what else the request said; never a secret
 */
public record AuditRecord(
    long sequence,
    long timeMs,
    long raftTerm,
    long raftIndex,
    String node,
    String principal,
    String source,
    String operation,
    String resource,
    int version,
    RequestId requestId,
    AuditDecision decision,
    String reason,
    List<Detail> details) {
  public AuditRecord {
    details = List.copyOf(details);
  }

  /** One thing that a request said. */
  public record Detail(String name, String value) {}
}
