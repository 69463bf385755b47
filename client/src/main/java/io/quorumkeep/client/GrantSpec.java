// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.List;

/**
 * What a new grant shall be.
 *
 * @param principal a principal ({@code spiffe://example.org/app/payments}), or a prefix of path
 *     segments that ends with {@code /*}
 * @param resource {@code namespaces/{namespace}/keys/{key}}, or with a prefix and {@code *} for the
 *     key, or {@code *} for everything in the cluster
 */
public record GrantSpec(
    String principal, String resource, List<Permission> permissions, GrantEffect effect) {

  public GrantSpec {
    permissions = List.copyOf(permissions);
    if (permissions.isEmpty() || permissions.contains(Permission.UNKNOWN)) {
      throw new IllegalArgumentException("a grant needs at least one known permission");
    }
    if (effect == GrantEffect.UNKNOWN) {
      throw new IllegalArgumentException("a grant allows or denies");
    }
  }

  /** Lets {@code principal} use {@code resource} as {@code permissions} say. */
  public static GrantSpec allow(String principal, String resource, Permission... permissions) {
    return new GrantSpec(principal, resource, List.of(permissions), GrantEffect.ALLOW);
  }

  /** Keeps {@code principal} from it, whatever other grants say. */
  public static GrantSpec deny(String principal, String resource, Permission... permissions) {
    return new GrantSpec(principal, resource, List.of(permissions), GrantEffect.DENY);
  }
}
