// SPDX-License-Identifier: Apache-2.0
/**
 * What a node does with a request between the edge and the log.
 *
 * <p>Everything goes one way: {@link io.quorumkeep.node.application.GroupCommit} puts requests of
 * all kinds into the open batch, batches into entries, and gives each request its outcome after its
 * entry was applied here. {@link io.quorumkeep.node.application.Retrieval} dispenses material,
 * {@link io.quorumkeep.node.application.KeyLifecycle} changes keys, {@link
 * io.quorumkeep.node.application.Policy} changes grants and {@link
 * io.quorumkeep.node.application.Queries} reads. Whatever is uncertain (material, ids) is settled
 * here, before a command enters the log; nothing is decided here.
 */
@NullMarked
package io.quorumkeep.node.application;

import org.jspecify.annotations.NullMarked;
