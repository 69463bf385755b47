// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import java.io.IOException;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.raftlog.RaftLogIOException;

/**
 * Sends the log to one follower, and on demand tells it at once how far the log is committed.
 *
 * <p>Ratis tells with the next entry or heartbeat, and a heartbeat can be asked for; but the wish
 * is forgotten with the next message of any kind, even one that was made before the commit, and a
 * heartbeat teaches nothing while an append is not yet answered. So this remembers what the
 * follower was told.
 */
final class PromptAppender extends GrpcLogAppender {
  private final CommitNews news;
  private volatile long wanted = -1;
  private volatile long told = -1;

  PromptAppender(
      CommitNews news, RaftServer.Division server, LeaderState state, FollowerInfo follower) {
    super(server, state, follower);
    this.news = news;
  }

  /** Sends a heartbeat as soon as it would teach the follower {@code commitIndex}. */
  void announce(long commitIndex) {
    if (commitIndex > wanted) {
      wanted = commitIndex;
      notifyLogAppender();
    }
  }

  /** 0 if a heartbeat is due now. */
  @Override
  public long getHeartbeatWaitTimeMs() {
    return mustTell() ? 0 : super.getHeartbeatWaitTimeMs();
  }

  private boolean mustTell() {
    return wanted > told && !hasAppendEntries() && !hasPendingDataRequests();
  }

  @Override
  public AppendEntriesRequestProto newAppendEntriesRequest(long callId, boolean heartbeat)
      throws RaftLogIOException {
    boolean unanswered = hasPendingDataRequests();
    AppendEntriesRequestProto request = super.newAppendEntriesRequest(callId, heartbeat);
    // Made while an append is unanswered, a heartbeat does not say after which entry it comes, and
    // its commit index counts for nothing.
    if (request != null
        && (request.getEntriesCount() > 0 || request.hasPreviousLog() || !unanswered)) {
      told = Math.max(told, request.getLeaderCommit());
    }
    return request;
  }

  @Override
  public void run() throws IOException {
    news.add(this);
    try {
      super.run();
    } finally {
      news.remove(this);
    }
  }
}
