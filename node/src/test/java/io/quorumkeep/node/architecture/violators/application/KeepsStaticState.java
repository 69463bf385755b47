// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.application;

/** Breaks a rule on purpose. */
final class KeepsStaticState {
  static int count;

  private KeepsStaticState() {}
}
