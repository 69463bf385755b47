// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.Optional;

/**
 * Could somebody do something to a key at a moment?
 *
 * @param principal who, as {@code spiffe://example.org/app/payments}
 * @param name the key, or one of its versions
 * @param permission what; empty for retrieving the key or version named
 * @param at when
 */
public record AccessQuestion(
    String principal, String name, Optional<Permission> permission, Moment at) {

  public AccessQuestion {
    if (permission.filter(Permission.UNKNOWN::equals).isPresent()) {
      throw new IllegalArgumentException("ask about a known permission");
    }
  }

  /** Could {@code principal} have retrieved the key or version {@code name}? */
  public static AccessQuestion retrieving(String principal, String name, Moment at) {
    return new AccessQuestion(principal, name, Optional.empty(), at);
  }
}
