// SPDX-License-Identifier: Apache-2.0
/**
 * A node's copy of the state that the log describes.
 *
 * <p>{@link io.quorumkeep.node.store.KeyValueStore} is the port: rows of bytes in numbered tables,
 * written in batches that appear together or not at all. {@code store.rocksdb} is what runs in
 * production; the test tree has an in-memory one that passes the same contract.
 */
@NullMarked
package io.quorumkeep.node.store;

import org.jspecify.annotations.NullMarked;
