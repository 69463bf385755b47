// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.audit;

/**
 * Where the audit trail stops being what was written, and how that shows.
 *
 * @param sequence of the first record that cannot be believed
 * @param problem for people
 */
public record ChainBreak(long sequence, String problem) {}
