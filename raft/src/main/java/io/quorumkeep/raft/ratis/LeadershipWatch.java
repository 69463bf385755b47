// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import io.quorumkeep.raft.config.ElectionTimeouts;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a leader step down that has lost the majority.
 *
 * <p>Ratis looks for that only when its leader has had nothing to do for an election timeout. One
 * that keeps getting proposals stays leader, and they all wait. Runs every half of the shorter
 * election timeout, and acts when two looks in a row agree, since a process that was paused finds
 * all answers late at the first.
 */
final class LeadershipWatch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LeadershipWatch.class);

  private final RaftServer.Division division;
  private final RatisLog.Requests requests;
  private final ElectionTimeouts timeouts;
  private boolean wasAlone;

  LeadershipWatch(
      RaftServer.Division division, RatisLog.Requests requests, ElectionTimeouts timeouts) {
    this.division = division;
    this.requests = requests;
    this.timeouts = timeouts;
  }

  @Override
  public void run() {
    try {
      boolean alone = division.getInfo().isLeader() && isAlone();
      if (alone && wasAlone) {
        LOG.warn("{} has not heard from a majority, and steps down", division.getId());
        CompletableFuture<RaftClientReply> unused =
            division.getRaftServer().transferLeadershipAsync(stepDown());
      }
      wasAlone = alone;
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot tell whether {} still leads", division.getId(), e);
    }
  }

  private boolean isAlone() {
    RoleInfoProto role = division.getInfo().getRoleInfoProto();
    long patienceMillis = timeouts.max().toMillis();
    if (!role.hasLeaderInfo() || role.getRoleElapsedTimeMs() < patienceMillis) {
      return false;
    }
    Set<RaftPeerId> heard = new HashSet<>();
    heard.add(division.getId());
    for (ServerRpcProto follower : role.getLeaderInfo().getFollowerInfoList()) {
      if (follower.getLastRpcElapsedTimeMs() <= patienceMillis) {
        heard.add(RaftPeerId.valueOf(follower.getId().getId()));
      }
    }
    RaftConfiguration configuration = division.getRaftConf();
    return !isMajority(heard, configuration.getCurrentPeers())
        || !isMajority(heard, configuration.getPreviousPeers());
  }

  /** Of nobody, everybody is a majority. */
  private static boolean isMajority(Set<RaftPeerId> heard, Collection<RaftPeer> voters) {
    long present = voters.stream().filter(voter -> heard.contains(voter.getId())).count();
    return voters.isEmpty() || present > voters.size() / 2;
  }

  private TransferLeadershipRequest stepDown() {
    return new TransferLeadershipRequest(
        requests.clientId(),
        requests.self(),
        requests.groupId(),
        requests.callIds().incrementAndGet(),
        null,
        timeouts.max().toMillis());
  }
}
