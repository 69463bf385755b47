// SPDX-License-Identifier: Apache-2.0
/**
 * The adapter to Apache Ratis, and the only code that imports it.
 *
 * <p>{@link io.quorumkeep.raft.ratis.RatisNode} starts a member. What it is made of: {@code
 * Recovery} looks at the disk before anything can vote; {@code RatisStateMachine} feeds committed
 * entries to the {@link io.quorumkeep.raft.ReplicatedStateMachine}; {@code RatisLog} proposes in
 * process, without a client; {@code PeerPlane} decides who may speak to this node, and carries
 * {@link io.quorumkeep.raft.PeerChannel} on Ratis's own gRPC server. {@code PinnedProperties} are
 * the settings that correctness rests on.
 *
 * <p>Ratis brings its own copies of gRPC and protobuf; they do not leave this package.
 */
@NullMarked
package io.quorumkeep.raft.ratis;

import org.jspecify.annotations.NullMarked;
