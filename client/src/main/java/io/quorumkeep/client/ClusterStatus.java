// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.List;
import java.util.Optional;

/**
 * How the cluster is, as one of its nodes sees it.
 *
 * @param node the node that answered
 * @param leader empty while there is none
 * @param appliedIndex up to where that node has applied the log
 * @param auditSequence the last audit record
 * @param auditChainHead the head of the audit chain after it, as hexadecimal
 * @param publishedSequence the last audit record known to be in the topic or file
 * @param stateDigest if asked for
 */
public record ClusterStatus(
    String clusterId,
    String node,
    Optional<String> leader,
    long term,
    long commitIndex,
    long appliedIndex,
    List<ClusterMember> members,
    long auditSequence,
    String auditChainHead,
    long publishedSequence,
    Optional<StateDigest> stateDigest) {

  public ClusterStatus {
    members = List.copyOf(members);
  }

  /**
   * A digest of all of a node's state; equal on all nodes at the same index.
   *
   * @param sha256 as hexadecimal
   * @param index the log index it was computed at
   */
  public record StateDigest(String sha256, long index) {}
}
