// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.store;

/** Uses a layer that store may not use. */
public record Part(io.quorumkeep.node.architecture.violators.replication.Part other) {}
