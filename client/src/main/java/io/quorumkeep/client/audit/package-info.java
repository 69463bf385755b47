// SPDX-License-Identifier: Apache-2.0
/**
 * Verifies the audit trail without trusting who wrote it.
 *
 * <p>Start at {@link io.quorumkeep.client.audit.AuditChainVerifier}: it takes records one by one
 * and says where the chain breaks. {@link io.quorumkeep.client.audit.CanonicalEncoding} is the byte
 * layout that the chain is over; it is written here a second time, from its description in
 * docs/formats.md and not from the node's code, so that a defect of one does not hide in the other.
 * {@link io.quorumkeep.client.audit.JsonAuditRecords} and {@link
 * io.quorumkeep.client.audit.AuditTopic} read records from a file and from Kafka.
 *
 * <p>No code of the node may enter here.
 */
@NullMarked
package io.quorumkeep.client.audit;

import org.jspecify.annotations.NullMarked;
