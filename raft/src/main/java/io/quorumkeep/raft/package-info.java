// SPDX-License-Identifier: Apache-2.0
/**
 * Replicates opaque entries among a few nodes. Knows Raft, and nothing about keys.
 *
 * <p>Read {@link io.quorumkeep.raft.ReplicatedLog} and {@link
 * io.quorumkeep.raft.ReplicatedStateMachine} first: they are the two ports between the server and
 * whatever replicates for it. {@link io.quorumkeep.raft.PeerChannel} carries what nodes say to each
 * other beside the log. The adapter to Apache Ratis is in {@code raft.ratis}; nothing else imports
 * Ratis.
 */
@NullMarked
package io.quorumkeep.raft;

import org.jspecify.annotations.NullMarked;
