// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.application;

import io.quorumkeep.node.architecture.violators.Inject;

/** Breaks a rule on purpose. */
final class IsInjected {
  @Inject String name = "";
}
