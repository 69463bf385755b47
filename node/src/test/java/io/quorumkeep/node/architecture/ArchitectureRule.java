// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * A rule, and the classes among the violators that it must find. A rule that finds none of them has
 * lost its teeth.
 *
 * @param violators names below the violators' root, as {@code domain.ReadsClock}
 */
record ArchitectureRule(String name, ArchRule rule, List<String> violators) {
  static ArchitectureRule of(String name, ArchRule rule, String... violators) {
    return new ArchitectureRule(name, rule, List.of(violators));
  }

  @Override
  public String toString() {
    return name;
  }
}
