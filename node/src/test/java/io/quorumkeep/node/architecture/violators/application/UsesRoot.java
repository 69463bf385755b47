// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.application;

import io.quorumkeep.node.architecture.violators.Root;

/** Breaks a rule on purpose. */
record UsesRoot(Root root) {}
