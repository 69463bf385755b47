// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;
import java.util.List;

/**
 * Who may do what with which keys.
 *
 * @param name {@code grants/{grant}}
 * @param principal a principal, or a prefix of path segments that ends with {@code /*}
 * @param resource a key, or a prefix and {@code *}
 * @param creator the principal that created it
 */
public record Grant(
    String name,
    String principal,
    String resource,
    List<Permission> permissions,
    GrantEffect effect,
    Instant createTime,
    String creator) {

  public Grant {
    permissions = List.copyOf(permissions);
  }
}
