// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.observability;

/** Uses a layer that observability may not use. */
public record Part(io.quorumkeep.node.architecture.violators.store.Part other) {}
