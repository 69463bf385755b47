// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.domain;

/** Uses a layer that domain may not use. */
public record Part(io.quorumkeep.node.architecture.violators.codec.Part other) {}
