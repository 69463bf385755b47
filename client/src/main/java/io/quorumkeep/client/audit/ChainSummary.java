// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.audit;

/**
 * What was verified.
 *
 * @param records how many
 * @param firstSequence 0 if there was none
 * @param lastSequence 0 if there was none
 * @param head the chain head after the last record, as hexadecimal: compare it with what somebody
 *     else has written down
 * @param startTrusted whether the records did not begin with the first of all, so that the head
 *     before them was taken on trust
 */
public record ChainSummary(
    long records, long firstSequence, long lastSequence, String head, boolean startTrusted) {}
