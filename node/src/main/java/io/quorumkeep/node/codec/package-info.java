// SPDX-License-Identifier: Apache-2.0
/**
 * Between the domain and its stored form, {@code quorumkeep.log.v1}: commands in the log, rows and
 * events in the store.
 *
 * <p>Whatever is read here was written by this cluster, so anything unknown or out of range is
 * damage: {@link io.quorumkeep.node.domain.CorruptLogException}. Nothing here judges.
 */
@NullMarked
package io.quorumkeep.node.codec;

import org.jspecify.annotations.NullMarked;
