// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.ResourceId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/**
 * A rule: whom it is for, about what, which operations, and whether it allows or denies them.
 *
 * @param id a {@link ResourceId}; may be used again after the grant was revoked
 * @param permissions in the order of the enum, each once; not empty
 * @param creator the principal that created it
 */
public record Grant(
    String id,
    PrincipalPattern principal,
    ResourcePattern resource,
    List<Permission> permissions,
    Effect effect,
    Instant createdAt,
    String creator) {
  public Grant {
    ResourceId.check(id, "a grant");
    if (permissions.isEmpty()) {
      throw new IllegalArgumentException("a grant has at least one permission");
    }
    permissions = List.copyOf(EnumSet.copyOf(permissions));
  }
}
