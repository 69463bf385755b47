// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.crypto;

/** Uses a layer that crypto may not use. */
public record Part(io.quorumkeep.node.architecture.violators.domain.Part other) {}
