// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.config;

import java.util.List;

/** The configuration cannot be used: every reason at once, each with the key it is about. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConfigException(String source, List<String> problems) {
    super(source + ":\n  " + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Each starts with a key, such as {@code limits.requestTimeout}. */
  public List<String> problems() {
    return problems;
  }
}
