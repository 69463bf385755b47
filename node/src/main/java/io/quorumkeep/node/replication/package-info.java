// SPDX-License-Identifier: Apache-2.0
/**
 * The shell around the domain: the state machine that every node runs.
 *
 * <p>{@link io.quorumkeep.node.replication.ClusterStateMachine} takes a committed entry, {@link
 * io.quorumkeep.node.replication.CommandJudge} judges its commands one by one against {@link
 * io.quorumkeep.node.replication.LiveState}, and {@link io.quorumkeep.node.replication.EntryWork}
 * gathers what they did into one batch of the store. This is the only code that both reads and
 * writes the state, and it must do the same on every node: no clock, no randomness, no unordered
 * iteration.
 */
@NullMarked
package io.quorumkeep.node.replication;

import org.jspecify.annotations.NullMarked;
