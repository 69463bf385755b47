// SPDX-License-Identifier: Apache-2.0
/**
 * What a snapshot is on disk, and how it is known to be whole.
 *
 * <p>A snapshot is a directory with the files of a checkpoint in {@code state} and a {@link
 * io.quorumkeep.raft.snapshot.SnapshotManifest} that has the SHA-256 of each. {@link
 * io.quorumkeep.raft.snapshot.SnapshotDirectory} seals and verifies it. No state is restored from
 * files that were not verified in the same call. Nothing here knows Ratis.
 */
@NullMarked
package io.quorumkeep.raft.snapshot;

import org.jspecify.annotations.NullMarked;
