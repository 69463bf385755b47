// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.domain.audit.ChainHead;

/**
 * What the replicated state says of the cluster.
 *
 * @param clusterId a UUID; empty before the cluster was formed
 * @param auditHead the end of the audit chain
 * @param publishedSequence the last audit record that the sink is known to hold
 */
public record ClusterSummary(String clusterId, ChainHead auditHead, long publishedSequence) {}
