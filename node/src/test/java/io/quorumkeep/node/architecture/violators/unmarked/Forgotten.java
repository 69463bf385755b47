// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.unmarked;

/** Is in a package that is not null-marked. */
record Forgotten() {}
