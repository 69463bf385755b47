// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import io.quorumkeep.raft.Peer;
import io.quorumkeep.raft.PeerId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to the cluster: what the log says, and before there is a log, what the settings say.
 * Cheap to ask: computed again only when Ratis has a new configuration.
 */
final class Members {
  private volatile View view;
  private volatile RaftServer.@Nullable Division division;

  Members(List<Peer> initialPeers) {
    this.view = View.of(null, initialPeers);
  }

  /** From now on the log says who belongs. */
  void follow(RaftServer.Division newDivision) {
    division = newDivision;
  }

  /** In the order of their names. */
  List<Peer> all() {
    return view().peers();
  }

  @Nullable Peer get(PeerId id) {
    return view().byId().get(id.value());
  }

  boolean contains(PeerId id) {
    return view().byId().containsKey(id.value());
  }

  /** The id of a peer of Ratis; it need not be a member. */
  @Nullable PeerId idOf(@Nullable RaftPeerId id) {
    if (id == null) {
      return null;
    }
    Peer peer = view().byId().get(id.toString());
    return peer == null ? new PeerId(id.toString()) : peer.id();
  }

  static RaftPeer toRatis(Peer peer) {
    return RaftPeer.newBuilder()
        .setId(peer.id().value())
        .setAddress(peer.peerAddress())
        .setClientAddress(peer.clientAddress())
        .setStartupRole(peer.voter() ? RaftPeerRole.FOLLOWER : RaftPeerRole.LISTENER)
        .build();
  }

  private View view() {
    RaftServer.Division current = division;
    View known = view;
    if (current == null) {
      return known;
    }
    RaftConfiguration configuration = current.getRaftConf();
    if (configuration == known.source() || configuration == null) {
      return known;
    }
    Map<String, Peer> peers = new TreeMap<>();
    add(peers, configuration.getAllPeers(RaftPeerRole.LISTENER), false);
    add(peers, configuration.getAllPeers(RaftPeerRole.FOLLOWER), true);
    if (peers.isEmpty()) {
      return known;
    }
    View updated = View.of(configuration, peers.values());
    view = updated;
    return updated;
  }

  private static void add(Map<String, Peer> peers, Collection<RaftPeer> added, boolean voter) {
    for (RaftPeer peer : added) {
      String id = peer.getId().toString();
      String clientAddress = peer.getClientAddress();
      peers.put(
          id,
          new Peer(
              new PeerId(id),
              peer.getAddress(),
              clientAddress == null ? "" : clientAddress,
              voter));
    }
  }

  private record View(
      @Nullable RaftConfiguration source, List<Peer> peers, Map<String, Peer> byId) {
    static View of(@Nullable RaftConfiguration source, Collection<Peer> peers) {
      Map<String, Peer> byId = new TreeMap<>();
      peers.forEach(peer -> byId.put(peer.id().value(), peer));
      List<Peer> sorted =
          peers.stream().sorted(Comparator.comparing(peer -> peer.id().value())).toList();
      return new View(source, sorted, byId);
    }
  }
}
