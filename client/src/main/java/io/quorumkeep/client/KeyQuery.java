// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/**
 * Which keys of a namespace are asked for, and in which order.
 *
 * <pre>{@code
 * KeyQuery.where("state = ACTIVE AND labels.team = \"pay\"").backwards()
 * }</pre>
 *
 * @param filter terms joined by AND, as in find.md; empty for all keys
 * @param descending from the last name to the first
 */
public record KeyQuery(String filter, boolean descending) {
  /** All keys in the order of their names. */
  public static KeyQuery all() {
    return new KeyQuery("", false);
  }

  /** The keys that {@code filter} matches, in the order of their names. */
  public static KeyQuery where(String filter) {
    return new KeyQuery(filter, false);
  }

  /** The same keys, from the last name to the first. */
  public KeyQuery backwards() {
    return new KeyQuery(filter, true);
  }
}
