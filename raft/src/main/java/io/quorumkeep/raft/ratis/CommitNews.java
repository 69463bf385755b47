// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ratis.proto.RaftProtos.ClientMessageEntryProto;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.RaftClientRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexReplyProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadRequestTypeProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.RaftServerAsynchronousProtocol;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the followers know at once that an entry is committed.
 *
 * <p>They learn it with the next append or heartbeat. When no entry follows, that can be half an
 * election timeout away, and a follower that waits to answer its own clients would wait as long.
 * Ratis's remedy is another entry after each commit, with all of its writes to disk. But a leader
 * that is asked for its read index in the name of a follower sends that follower a heartbeat, and
 * that carries the commit index, unless an append to the same follower is still unanswered: so
 * those that remain behind are told again, a few times.
 */
final class CommitNews {
  private static final Logger LOG = LoggerFactory.getLogger(CommitNews.class);

  /** The delays double from the first, so the last try is 126 ms after the commit. */
  private static final int MAX_TRIES = 6;

  private static final long FIRST_DELAY_MILLIS = 2;

  private final RaftServer.Division division;
  private final RaftServerAsynchronousProtocol peers;
  private final ScheduledExecutorService scheduler;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile long latest = -1;

  /** Used by the scheduler alone. */
  private long followed = -1;

  private int tries;

  /** Speaks for a division whose reads are linearizable, which is pinned. */
  CommitNews(RaftServer.Division division, ScheduledExecutorService scheduler) {
    if (!(division instanceof RaftServerAsynchronousProtocol protocol)) {
      throw new IllegalStateException("this version of Ratis does not answer peers in process");
    }
    this.division = division;
    this.peers = protocol;
    this.scheduler = scheduler;
  }

  /** Spreads the news of an entry that the leader has applied, unless the next entry will. */
  void committed(long index) {
    if (isSpreadByNextEntry(index)) {
      return;
    }
    latest = index;
    tellThoseBehind(index);
    schedule(FIRST_DELAY_MILLIS);
  }

  private void schedule(long delayMillis) {
    if (!scheduler.isShutdown() && scheduled.compareAndSet(false, true)) {
      ScheduledFuture<?> unused =
          scheduler.schedule(this::followUp, delayMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void followUp() {
    scheduled.set(false);
    long index = latest;
    if (index != followed) {
      followed = index;
      tries = 0;
    }
    tries++;
    if (tries < MAX_TRIES && !isSpreadByNextEntry(index) && tellThoseBehind(index)) {
      schedule(FIRST_DELAY_MILLIS << tries);
    }
  }

  private boolean isSpreadByNextEntry(long index) {
    return division.getRaftLog().getNextIndex() > index + 1 || !division.getInfo().isLeader();
  }

  /** Whether there were any. */
  private boolean tellThoseBehind(long index) {
    boolean any = false;
    ByteString self = division.getId().toByteString();
    for (CommitInfoProto member : division.getCommitInfos()) {
      ByteString id = member.getServer().getId();
      if (member.getCommitIndex() < index && !id.equals(self)) {
        any = true;
        tell(id);
      }
    }
    return any;
  }

  private void tell(ByteString follower) {
    try {
      CompletableFuture<ReadIndexReplyProto> unused = peers.readIndexAsync(request(follower));
    } catch (IOException e) {
      LOG.debug("{} learns with the next heartbeat", follower.toStringUtf8(), e);
    }
  }

  private ReadIndexRequestProto request(ByteString follower) {
    RaftRpcRequestProto.Builder header =
        RaftRpcRequestProto.newBuilder()
            .setReplyId(division.getId().toByteString())
            .setRaftGroupId(
                RaftGroupIdProto.newBuilder()
                    .setId(division.getMemberId().getGroupId().toByteString()));
    return ReadIndexRequestProto.newBuilder()
        .setServerRequest(header.setRequestorId(follower))
        .setClientRequest(
            RaftClientRequestProto.newBuilder()
                .setRpcRequest(
                    header.clone().setRequestorId(ClientId.emptyClientId().toByteString()))
                .setMessage(ClientMessageEntryProto.getDefaultInstance())
                .setRead(ReadRequestTypeProto.getDefaultInstance()))
        .build();
  }
}
