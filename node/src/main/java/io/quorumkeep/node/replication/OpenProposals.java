// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.governance.Proposal;
import java.time.Instant;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many proposals are open. Which they are follows from the rows and log time alone, so it is
 * the same on a node that was started anew. As many as there may be open at a time are held.
 */
final class OpenProposals {
  private final TreeMap<String, Instant> expiries = new TreeMap<>();
  private final TreeSet<Expiry> byTime = new TreeSet<>();

  private record Expiry(Instant at, String id) implements Comparable<Expiry> {
    @Override
    public int compareTo(Expiry other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : id.compareTo(other.id);
    }
  }

  /** A proposal is there, as it is at log time {@code now}. */
  void put(Proposal proposal, Instant now) {
    Instant before = expiries.remove(proposal.id());
    if (before != null) {
      byTime.remove(new Expiry(before, proposal.id()));
    }
    if (proposal.isOpenAt(now)) {
      expiries.put(proposal.id(), proposal.expiresAt());
      byTime.add(new Expiry(proposal.expiresAt(), proposal.id()));
    }
  }

  /** How many are open at log time {@code now}, which never runs backwards. */
  int countAt(Instant now) {
    while (!byTime.isEmpty() && !byTime.first().at().isAfter(now)) {
      expiries.remove(byTime.pollFirst().id());
    }
    return expiries.size();
  }
}
