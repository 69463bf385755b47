// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.quorumkeep.raft.ReplicatedStateMachine;
import io.quorumkeep.raft.ReplicatedStateMachine.Role;
import org.apache.ratis.server.DivisionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Tells the state machine what this node is, once per change and in order.
 *
 * <p>Ratis's callbacks come from several threads and may overtake each other: "ready to lead" can
 * arrive after "no longer the leader". So a callback is only a reason to look.
 */
final class Roles {
  private final ReplicatedStateMachine stateMachine;

  @GuardedBy("this")
  private @Nullable Role role;

  @GuardedBy("this")
  private long term;

  Roles(ReplicatedStateMachine stateMachine) {
    this.stateMachine = stateMachine;
  }

  /** Reports the role that the division has now, if it is new. */
  synchronized void look(DivisionInfo division) {
    long now = division.getCurrentTerm();
    report(division.isLeaderReady() ? Role.LEADER : Role.FOLLOWER, now);
  }

  /** The division says that it has just ceased to lead, and may not know it itself yet. */
  synchronized void lost(DivisionInfo division) {
    report(Role.FOLLOWER, division.getCurrentTerm());
  }

  @GuardedBy("this")
  private void report(Role newRole, long newTerm) {
    if (newRole != role || newTerm != term) {
      role = newRole;
      term = newTerm;
      stateMachine.role(newRole, newTerm);
    }
  }
}
