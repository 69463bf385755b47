// SPDX-License-Identifier: Apache-2.0
/**
 * What an operator decides about a member: who it is, where its files are, how patient it is.
 *
 * <p>{@link io.quorumkeep.raft.config.RaftSettings} is all of it, validated. What correctness rests
 * on is not here: those settings are pinned in {@code raft.ratis} and cannot be configured.
 */
@NullMarked
package io.quorumkeep.raft.config;

import org.jspecify.annotations.NullMarked;
