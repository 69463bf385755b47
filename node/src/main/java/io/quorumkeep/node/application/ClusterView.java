// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import java.util.List;

/** What this node knows of itself and the others beside the replicated state. From any thread. */
public interface ClusterView {
  /** How it is now; cheap. */
  Status status();

  /** The digest of this node's state. Reads all of it, so it may take seconds. */
  Digest digest();

  /**
   * The cluster as this node sees it.
   *
   * @param node this node
   * @param leader empty while there is none
   * @param members in the order of their names
   */
  record Status(
      String node,
      String leader,
      long term,
      long commitIndex,
      long appliedIndex,
      List<Member> members) {
    public Status {
      members = List.copyOf(members);
    }
  }

  /**
   * A member of the cluster.
   *
   * @param clientAddress host:port where clients reach it
   * @param peerAddress host:port where its peers reach it
   */
  record Member(String node, String clientAddress, String peerAddress, boolean voter) {}

  /**
   * A digest of the state.
   *
   * @param sha256 32 bytes; nobody changes them
   * @param appliedIndex the log index at which the state was so
   */
  record Digest(byte[] sha256, long appliedIndex) {}
}
