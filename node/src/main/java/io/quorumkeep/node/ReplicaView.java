// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import io.quorumkeep.node.application.ClusterView;
import io.quorumkeep.node.replication.StateDigest;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.raft.Peer;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.RaftStatus;
import java.util.HexFormat;
import java.util.List;

/** The cluster as a replica sees it. */
record ReplicaView(Replica replica) implements ClusterView {
  @Override
  public Status status() {
    RaftStatus status = replica.raft().log().status();
    PeerId leader = status.leader();
    List<Member> members = status.members().stream().map(ReplicaView::member).toList();
    return new Status(
        status.self().value(),
        leader == null ? "" : leader.value(),
        status.term(),
        status.commitIndex(),
        status.appliedIndex(),
        members);
  }

  @Override
  public Digest digest() {
    try (KeyValueStore.View view = replica.store().view()) {
      return new Digest(
          StateDigest.ofReplica(view), new StateReader(view).cluster().appliedIndex());
    }
  }

  /** {@code index sha256} on one line. */
  String digestLine() {
    Digest digest = digest();
    return digest.appliedIndex() + " " + HexFormat.of().formatHex(digest.sha256()) + "\n";
  }

  private static Member member(Peer peer) {
    return new Member(peer.id().value(), peer.clientAddress(), peer.peerAddress(), peer.voter());
  }
}
