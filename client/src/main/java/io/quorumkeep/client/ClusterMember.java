// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/**
 * A node of the cluster.
 *
 * @param clientAddress where clients reach it
 * @param peerAddress where its peers reach it
 * @param voter whether it counts for the quorum
 */
public record ClusterMember(String node, String clientAddress, String peerAddress, boolean voter) {}
