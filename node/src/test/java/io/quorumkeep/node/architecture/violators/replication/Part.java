// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.replication;

/** Uses a layer that replication may not use. */
public record Part(io.quorumkeep.node.architecture.violators.application.Part other) {}
