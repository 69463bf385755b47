// SPDX-License-Identifier: Apache-2.0
/**
 * What a member must not forget in a power cut, and how it makes sure.
 *
 * <p>{@link io.quorumkeep.raft.storage.HighWaterMark} remembers how far this node knows the log to
 * be committed, apart from the log, so that a log that lost its tail is noticed before it votes.
 * {@link io.quorumkeep.raft.storage.DurableDirectories} makes renames in the directories of the log
 * durable, which Ratis does not. Neither knows Ratis.
 */
@NullMarked
package io.quorumkeep.raft.storage;

import org.jspecify.annotations.NullMarked;
