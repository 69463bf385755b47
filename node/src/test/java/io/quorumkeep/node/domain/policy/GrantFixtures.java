// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.key.KeyFixtures;
import java.util.List;

/** Valid grants, by what a test depends on. */
public final class GrantFixtures {
  private GrantFixtures() {}

  public static Grant allow(
      String id, String principal, String resource, Permission... permissions) {
    return grant(id, principal, resource, Effect.ALLOW, permissions);
  }

  public static Grant deny(
      String id, String principal, String resource, Permission... permissions) {
    return grant(id, principal, resource, Effect.DENY, permissions);
  }

  private static Grant grant(
      String id, String principal, String resource, Effect effect, Permission... permissions) {
    return new Grant(
        id,
        new PrincipalPattern(principal),
        new ResourcePattern(resource),
        List.of(permissions),
        effect,
        KeyFixtures.NOON,
        KeyFixtures.ALICE.uri());
  }
}
