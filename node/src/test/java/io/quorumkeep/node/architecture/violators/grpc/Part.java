// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.grpc;

/** Uses a layer that grpc may not use. */
public record Part(io.quorumkeep.node.architecture.violators.store.Part other) {}
