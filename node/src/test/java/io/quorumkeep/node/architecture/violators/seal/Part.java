// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.seal;

/** Uses a layer that seal may not use. */
public record Part(io.quorumkeep.node.architecture.violators.domain.Part other) {}
