// SPDX-License-Identifier: Apache-2.0
/**
 * The root key and what it protects: the epoch secrets of this node.
 *
 * <p>{@link io.quorumkeep.node.seal.Seal} is the port to whatever holds the root; {@link
 * io.quorumkeep.node.seal.PassphraseSeal} is the one for development. {@link
 * io.quorumkeep.node.seal.EpochFile} keeps the epoch secrets outside the log, the store, snapshots
 * and backups, which is what makes erasure provable. {@link io.quorumkeep.node.seal.EpochHandover}
 * gives them to a node that joins.
 *
 * <p>Depends on {@code crypto} only. Nothing here keeps material in a field.
 */
@NullMarked
package io.quorumkeep.node.seal;

import org.jspecify.annotations.NullMarked;
