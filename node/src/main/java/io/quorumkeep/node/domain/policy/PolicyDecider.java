// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import java.time.Instant;

/** Decides policy commands. Changes nothing. */
public final class PolicyDecider {
  private PolicyDecider() {}

  /** Decides a command that was authorised, at log time {@code now}. */
  public static PolicyDecision decide(
      Grants grants, PolicyCommand command, Instant now, Principal principal) {
    if (command instanceof PolicyCommand.Create create) {
      return create(grants, create, now, principal);
    }
    Grant grant = grants.find(command.grantId());
    if (grant == null) {
      return rejected(Reason.GRANT_NOT_FOUND, "no grant has this name");
    }
    return new PolicyDecision.Accepted(new PolicyEvent.GrantRevoked(grant.id(), now), grant);
  }

  private static PolicyDecision create(
      Grants grants, PolicyCommand.Create command, Instant now, Principal principal) {
    if (grants.find(command.grantId()) != null) {
      return rejected(Reason.GRANT_ALREADY_EXISTS, "there is a grant with this name");
    }
    if (grants.size() >= Grants.MAX_GRANTS) {
      return rejected(Reason.TOO_MANY_GRANTS, "the cluster holds " + Grants.MAX_GRANTS + " grants");
    }
    Grant grant =
        new Grant(
            command.grantId(),
            command.principal(),
            command.resource(),
            command.permissions(),
            command.effect(),
            now,
            principal.uri());
    return new PolicyDecision.Accepted(new PolicyEvent.GrantCreated(grant), grant);
  }

  private static PolicyDecision rejected(Reason reason, String detail) {
    return new PolicyDecision.Rejected(new Rejection(reason, detail));
  }
}
