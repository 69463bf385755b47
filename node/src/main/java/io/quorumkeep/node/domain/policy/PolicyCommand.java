// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.ResourceId;
import java.util.List;

/** A request to change who may do what, not yet judged. */
public sealed interface PolicyCommand {
  String grantId();

  record Create(
      String grantId,
      PrincipalPattern principal,
      ResourcePattern resource,
      List<Permission> permissions,
      Effect effect)
      implements PolicyCommand {
    public Create {
      ResourceId.check(grantId, "a grant");
      if (permissions.isEmpty()) {
        throw new IllegalArgumentException("a grant has at least one permission");
      }
      permissions = List.copyOf(permissions);
    }
  }

  /**
   * Takes a grant back.
   *
   * @param proposal the id of an approved proposal of just this, where it is needed; else empty
   */
  record Revoke(String grantId, String proposal) implements PolicyCommand {
    public Revoke {
      ResourceId.check(grantId, "a grant");
      if (!proposal.isEmpty()) {
        ResourceId.check(proposal, "a proposal");
      }
    }

    /** Takes a grant back without a proposal. */
    public Revoke(String grantId) {
      this(grantId, "");
    }
  }
}
