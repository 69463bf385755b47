// SPDX-License-Identifier: Apache-2.0
/**
 * Publishes the audit trail to whoever watches the cluster.
 *
 * <p>{@link io.quorumkeep.node.export.Publisher} reads records from the store, in order, and gives
 * them to an {@link io.quorumkeep.node.export.AuditSink}, the port; here is the sink that writes a
 * file, in {@code export.kafka} the one that writes a topic. What a sink holds already is learnt
 * from the sink and from nowhere else: that is why every record is there once, whatever failed.
 * {@link io.quorumkeep.node.export.RecordJson} is the one outer form of a record, described in
 * docs/audit.md. Nothing in this package may change state or decide anything.
 */
@NullMarked
package io.quorumkeep.node.export;

import org.jspecify.annotations.NullMarked;
