// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft;

/**
 * A member of the cluster.
 *
 * @param id its name for life
 * @param peerAddress host:port of its peer plane
 * @param clientAddress host:port of its client plane, for status only
 * @param voter whether it counts for quorums; a listener does not
 */
public record Peer(PeerId id, String peerAddress, String clientAddress, boolean voter) {}
