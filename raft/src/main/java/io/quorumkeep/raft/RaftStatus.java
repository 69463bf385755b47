// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of the cluster at one moment.
 *
 * @param self this node
 * @param leader the leader of {@code term}, or null while there is none
 * @param term the current election epoch
 * @param commitIndex the last index known to be committed
 * @param appliedIndex the last index applied here
 * @param members everybody, in the order of their names
 */
public record RaftStatus(
    PeerId self,
    @Nullable PeerId leader,
    long term,
    long commitIndex,
    long appliedIndex,
    List<Peer> members) {
  public RaftStatus {
    members = List.copyOf(members);
  }

  public boolean isLeader() {
    return self.equals(leader);
  }
}
