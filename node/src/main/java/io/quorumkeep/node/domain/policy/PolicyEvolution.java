// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import io.quorumkeep.node.domain.CorruptLogException;

/** Folds events into the grants. */
public final class PolicyEvolution {
  private PolicyEvolution() {}

  /**
   * Returns the grants as they are after {@code event}.
   *
   * @throws CorruptLogException if the event cannot follow
   */
  public static Grants evolve(Grants before, PolicyEvent event) {
    if (event instanceof PolicyEvent.GrantCreated created) {
      if (before.find(created.grant().id()) != null) {
        throw new CorruptLogException("grant " + created.grant().id() + " was created twice");
      }
      return before.with(created.grant());
    }
    String id = ((PolicyEvent.GrantRevoked) event).grantId();
    if (before.find(id) == null) {
      throw new CorruptLogException("grant " + id + " was revoked but does not exist");
    }
    return before.without(id);
  }
}
