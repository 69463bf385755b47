// SPDX-License-Identifier: Apache-2.0
/**
 * The audit trail: one record for every use, change, denial and refusal, chained by hashes.
 *
 * <p>{@link io.quorumkeep.node.domain.audit.RecordEncoding} is the one byte form of a record, and
 * {@link io.quorumkeep.node.domain.audit.ChainHead} says what the chain is over. docs/formats.md
 * has both for whoever writes a verifier.
 */
@NullMarked
package io.quorumkeep.node.domain.audit;

import org.jspecify.annotations.NullMarked;
