// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import io.quorumkeep.node.domain.Principal;

/**
 * Whom a grant is for: one principal, or all below a path.
 *
 * @param text a principal's URI, or a prefix of whole path segments followed by {@code /*}
 */
public record PrincipalPattern(String text) {
  private static final String BELOW = "/*";

  public PrincipalPattern {
    // A prefix must itself be a principal, so that it holds a trust domain and a path.
    var unused = new Principal(isPrefix(text) ? text.substring(0, text.length() - 2) : text);
  }

  /** Whether it is for all principals below a path. */
  public boolean isPrefix() {
    return isPrefix(text);
  }

  /** Whether it is for {@code principal}. */
  public boolean covers(Principal principal) {
    return isPrefix() ? principal.uri().startsWith(stem()) : text.equals(principal.uri());
  }

  /** What is compared: the URI, or the prefix with its last slash. */
  String stem() {
    return isPrefix() ? text.substring(0, text.length() - 1) : text;
  }

  private static boolean isPrefix(String text) {
    return text.endsWith(BELOW);
  }
}
