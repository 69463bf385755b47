// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.codec;

/** Uses a layer that codec may not use. */
public record Part(io.quorumkeep.node.architecture.violators.store.Part other) {}
