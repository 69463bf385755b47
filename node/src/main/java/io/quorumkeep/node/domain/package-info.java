// SPDX-License-Identifier: Apache-2.0
/**
 * Value types that all parts of the domain share: names, principals, requests, reasons.
 *
 * <p>Everything under {@code domain} runs inside the replicated state machine, so every node must
 * compute the same result from the same log. It reads no clock, draws no random number, does no I/O
 * and iterates no unordered collection. {@code ArchitectureTest} checks what can be checked.
 */
@NullMarked
package io.quorumkeep.node.domain;

import org.jspecify.annotations.NullMarked;
