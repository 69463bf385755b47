// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.config;

/** Uses a layer that config may not use. */
public record Part(io.quorumkeep.node.architecture.violators.domain.Part other) {}
