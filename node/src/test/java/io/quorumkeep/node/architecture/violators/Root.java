// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators;

/** Stands for the composition root. */
public record Root(String name) {}
