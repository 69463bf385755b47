// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.config;

import io.quorumkeep.raft.Peer;
import io.quorumkeep.raft.PeerId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * All that a member of the cluster is told at start.
 *
 * @param clusterId the same on every member, for the life of the cluster
 * @param self this member; also in {@code initialPeers}, unless that is empty
 * @param initialPeers the members of a new cluster, the same list on each of them; empty for a node
 *     that joins later. Ignored once the log knows the members
 * @param bindHost the address to listen on; empty for all of them
 * @param directory holds the log, snapshots, votes and the high-water mark of this member alone
 * @param allowNonDurableDirectories start even if a rename in {@code directory} can be lost in a
 *     power cut. A member that forgets its vote can elect two leaders: for tests only
 */
public record RaftSettings(
    UUID clusterId,
    Peer self,
    List<Peer> initialPeers,
    String bindHost,
    Path directory,
    PeerTls tls,
    ElectionTimeouts electionTimeouts,
    LogLimits limits,
    boolean allowNonDurableDirectories) {
  private static final int MAX_PORT = 65_535;

  public RaftSettings {
    initialPeers = List.copyOf(initialPeers);
    Set<PeerId> ids = new HashSet<>();
    for (Peer peer : initialPeers) {
      checkAddress(peer.peerAddress());
      if (!ids.add(peer.id())) {
        throw new IllegalArgumentException("two initial peers are called " + peer.id());
      }
    }
    checkAddress(self.peerAddress());
    if (!initialPeers.isEmpty() && !initialPeers.contains(self)) {
      throw new IllegalArgumentException(
          "the initial peers must contain this node, " + self.id() + ", exactly as it is");
    }
    if (!directory.isAbsolute()) {
      throw new IllegalArgumentException("the directory must be absolute, not " + directory);
    }
  }

  /** The port on which the peer plane listens. */
  public int port() {
    return portOf(self.peerAddress());
  }

  public static Builder builder(UUID clusterId, Peer self, Path directory, PeerTls tls) {
    return new Builder(clusterId, self, directory, tls);
  }

  private static void checkAddress(String address) {
    int port = portOf(address);
    if (port < 1 || port > MAX_PORT || address.indexOf(':') == 0) {
      throw new IllegalArgumentException("a peer address is host:port, not \"" + address + "\"");
    }
  }

  private static int portOf(String address) {
    try {
      return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Collects what differs from the defaults. */
  public static final class Builder {
    private final UUID clusterId;
    private final Peer self;
    private final Path directory;
    private final PeerTls tls;
    private List<Peer> initialPeers = List.of();
    private String bindHost = "";
    private ElectionTimeouts electionTimeouts = ElectionTimeouts.DEFAULT;
    private LogLimits limits = LogLimits.DEFAULT;
    private boolean allowNonDurableDirectories;

    private Builder(UUID clusterId, Peer self, Path directory, PeerTls tls) {
      this.clusterId = clusterId;
      this.self = self;
      this.directory = directory;
      this.tls = tls;
    }

    public Builder initialPeers(List<Peer> peers) {
      initialPeers = peers;
      return this;
    }

    public Builder bindHost(String host) {
      bindHost = host;
      return this;
    }

    public Builder electionTimeouts(ElectionTimeouts timeouts) {
      electionTimeouts = timeouts;
      return this;
    }

    public Builder limits(LogLimits value) {
      limits = value;
      return this;
    }

    public Builder allowNonDurableDirectories(boolean allow) {
      allowNonDurableDirectories = allow;
      return this;
    }

    public RaftSettings build() {
      return new RaftSettings(
          clusterId,
          self,
          initialPeers,
          bindHost,
          directory,
          tls,
          electionTimeouts,
          limits,
          allowNonDurableDirectories);
    }
  }
}
