// SPDX-License-Identifier: Apache-2.0
/**
 * Clusters of real processes on loopback, with their own certificates, to be started, killed,
 * paused and restarted.
 *
 * <p>{@link io.quorumkeep.it.cluster.LocalCluster} makes one in a directory; {@link
 * io.quorumkeep.it.cluster.NodeProcess} is one of its nodes. Only processes that were started here
 * are ever signalled.
 */
@NullMarked
package io.quorumkeep.it.cluster;

import org.jspecify.annotations.NullMarked;
