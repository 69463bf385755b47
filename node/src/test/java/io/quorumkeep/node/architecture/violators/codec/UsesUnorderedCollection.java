// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.codec;

import java.util.HashMap;
import java.util.Map;

/** Breaks a rule on purpose. */
final class UsesUnorderedCollection {
  private UsesUnorderedCollection() {}

  static Map<String, String> make() {
    return new HashMap<>();
  }
}
