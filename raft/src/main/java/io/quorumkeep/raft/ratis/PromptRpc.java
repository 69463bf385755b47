// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;

/** The gRPC transport of Ratis with {@link PromptAppender}. Ratis makes it by its class name. */
final class PromptRpc implements RpcType {
  private static final String NEWS = "quorumkeep.commit.news";

  public PromptRpc() {}

  static void setNews(Parameters parameters, CommitNews news) {
    parameters.put(NEWS, news, CommitNews.class);
  }

  @Override
  public String name() {
    return PromptRpc.class.getName();
  }

  @Override
  public RpcFactory newFactory(Parameters parameters) {
    return new Factory(parameters, parameters.getNonNull(NEWS, CommitNews.class));
  }

  private static final class Factory extends GrpcFactory {
    private final CommitNews news;

    Factory(Parameters parameters, CommitNews news) {
      super(parameters);
      this.news = news;
    }

    @Override
    public LogAppender newLogAppender(
        RaftServer.Division server, LeaderState state, FollowerInfo follower) {
      return new PromptAppender(news, server, state, follower);
    }
  }
}
