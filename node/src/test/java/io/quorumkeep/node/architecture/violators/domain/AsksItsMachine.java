// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.domain;

import java.util.Locale;

/** Breaks a rule on purpose. */
final class AsksItsMachine {
  private AsksItsMachine() {}

  static Locale ask() {
    return Locale.getDefault();
  }
}
