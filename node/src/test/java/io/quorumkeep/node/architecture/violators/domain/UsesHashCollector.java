// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.domain;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Breaks a rule on purpose. */
final class UsesHashCollector {
  private UsesHashCollector() {}

  static Set<String> make() {
    return Stream.of("a", "b").collect(Collectors.toSet());
  }
}
