// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.Optional;

/**
 * An audit record and its place in the hash chain, as somebody claims it. {@code
 * client.audit.AuditChainVerifier} finds out whether the claim holds.
 *
 * @param canonical the record's canonical encoding as hexadecimal, if the claimant sent it
 * @param previousHead the chain head before it as hexadecimal, if the claimant sent it
 * @param head the chain head after it, as hexadecimal
 */
public record ChainedAuditRecord(
    AuditRecord record, Optional<String> canonical, Optional<String> previousHead, String head) {}
