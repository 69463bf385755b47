// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** A change of the grants that is tried, and not made. */
public sealed interface GrantChange {
  /** A grant more. */
  static GrantChange create(GrantSpec grant) {
    return new Create(grant);
  }

  /** {@code grants/{grant}} less. */
  static GrantChange revoke(String name) {
    return new Revoke(name);
  }

  /** A grant more. */
  record Create(GrantSpec grant) implements GrantChange {}

  /** A grant less. */
  record Revoke(String name) implements GrantChange {}
}
