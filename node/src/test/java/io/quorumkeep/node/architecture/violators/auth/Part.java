// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.auth;

/** Uses a layer that auth may not use. */
public record Part(io.quorumkeep.node.architecture.violators.application.Part other) {}
