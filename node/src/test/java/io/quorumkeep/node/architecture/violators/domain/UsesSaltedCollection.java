// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.domain;

import java.util.Set;

/** Breaks a rule on purpose. */
final class UsesSaltedCollection {
  private UsesSaltedCollection() {}

  static Set<String> make() {
    return Set.of("a", "b");
  }
}
