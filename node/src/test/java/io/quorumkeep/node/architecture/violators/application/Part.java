// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.application;

/** Uses a layer that application may not use. */
public record Part(io.quorumkeep.node.architecture.violators.grpc.Part other) {}
