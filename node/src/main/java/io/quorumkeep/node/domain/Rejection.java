// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

/**
 * A request that is refused.
 *
 * @param reason for programs
 * @param detail for people; names no secret
 */
public record Rejection(Reason reason, String detail) {}
