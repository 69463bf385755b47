// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.node.domain.audit.ChainHead;
import java.time.Instant;

/**
 * What is known of the cluster, not of any namespace, at one log position.
 *
 * @param clusterId a UUID; empty before the first entry
 * @param logTime never runs backwards
 * @param appliedTerm of the entry that this row was written with
 * @param appliedIndex of the entry that this row was written with; -1 before the first
 * @param publishedSequence the last audit record that the sink is known to hold
 * @param requestClock by which requests are forgotten
 */
public record ClusterFacts(
    String clusterId,
    Instant logTime,
    long appliedTerm,
    long appliedIndex,
    ChainHead auditHead,
    long publishedSequence,
    RequestClock requestClock) {
  /** Before the first entry. */
  public static ClusterFacts none() {
    return new ClusterFacts("", Instant.EPOCH, 0, -1, ChainHead.start(), 0, RequestClock.START);
  }
}
