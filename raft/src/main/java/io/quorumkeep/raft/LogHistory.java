// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft;

/**
 * What a member still has of the past.
 *
 * @param snapshotIndex its only snapshot holds everything up to this index
 * @param firstLogIndex the first entry that its log files hold
 */
public record LogHistory(long snapshotIndex, long firstLogIndex) {}
