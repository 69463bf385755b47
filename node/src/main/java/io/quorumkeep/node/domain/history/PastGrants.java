// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.history;

import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.policy.Grant;
import io.quorumkeep.node.domain.policy.Grants;
import io.quorumkeep.node.domain.policy.PolicyEvent;
import java.util.TreeMap;

/**
 * Folds the events of grants, from the first on. Comes to the same as {@code PolicyEvolution}, but
 * makes no copy of all grants for each event. One thread uses it.
 */
public final class PastGrants {
  private final TreeMap<String, Grant> byId = new TreeMap<>();

  private PastGrants() {}

  /** Before the first event. */
  public static PastGrants beforeAll() {
    return new PastGrants();
  }

  /**
   * Folds the next event.
   *
   * @throws CorruptLogException if it cannot follow
   */
  public void add(PolicyEvent event) {
    if (event instanceof PolicyEvent.GrantCreated created) {
      if (byId.put(created.grant().id(), created.grant()) != null) {
        throw new CorruptLogException("grant " + created.grant().id() + " was created twice");
      }
      return;
    }
    String id = ((PolicyEvent.GrantRevoked) event).grantId();
    if (byId.remove(id) == null) {
      throw new CorruptLogException("grant " + id + " was revoked but does not exist");
    }
  }

  /** The grants after the events so far. */
  public Grants grants() {
    return Grants.of(byId.values());
  }
}
