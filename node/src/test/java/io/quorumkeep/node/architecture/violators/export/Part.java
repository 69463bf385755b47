// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.export;

/** Uses a layer that export may not use. */
public record Part(io.quorumkeep.node.architecture.violators.replication.Part other) {}
