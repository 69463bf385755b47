// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import io.quorumkeep.raft.HaltPolicy;
import io.quorumkeep.raft.LogHistory;
import io.quorumkeep.raft.PeerChannel;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.ProposalException;
import io.quorumkeep.raft.ProposalException.Outcome;
import io.quorumkeep.raft.RaftNode;
import io.quorumkeep.raft.RaftStatus;
import io.quorumkeep.raft.ReplicatedLog;
import io.quorumkeep.raft.ReplicatedStateMachine;
import io.quorumkeep.raft.StartRefusedException;
import io.quorumkeep.raft.config.RaftSettings;
import io.quorumkeep.raft.storage.DurableDirectories;
import io.quorumkeep.raft.storage.HighWaterMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.ExitUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member that replicates with Apache Ratis.
 *
 * <p>Its directory holds {@code high-water-mark} and, in {@code log/<cluster id>}, what Ratis
 * keeps: log files and votes in {@code current}, snapshots in {@code sm}.
 */
public final class RatisNode implements RaftNode {
  private static final Logger LOG = LoggerFactory.getLogger(RatisNode.class);

  private final RaftServer server;
  private final RaftServer.Division division;
  private final RatisLog.Requests requests;
  private final Members members;
  private final RatisStateMachine stateMachine;
  private final HighWaterMark mark;
  private final GrpcPeerChannel channel;
  private final RatisLog log;
  private final PeerId self;
  private final ScheduledExecutorService background;

  private RatisNode(RaftSettings settings, Assembly parts, RaftServer.Division division) {
    this.server = division.getRaftServer();
    this.division = division;
    this.members = parts.members();
    this.stateMachine = parts.stateMachine();
    this.mark = parts.mark();
    this.channel = new GrpcPeerChannel(members, PeerTlsContexts.client(parts.tls()));
    this.self = settings.self().id();
    this.requests =
        new RatisLog.Requests(
            server.getId(),
            division.getMemberId().getGroupId(),
            ClientId.randomId(),
            new AtomicLong());
    if (!(division instanceof RaftClientAsynchronousProtocol proposals)) {
      throw new IllegalStateException("this version of Ratis does not take proposals in process");
    }
    this.log = new RatisLog(proposals, requests, settings.limits(), this::status, parts.news());
    this.background = newBackground(self);
    long lookMillis = settings.electionTimeouts().min().toMillis() / 2;
    ScheduledFuture<?> unused =
        background.scheduleWithFixedDelay(
            new LeadershipWatch(division, requests, settings.electionTimeouts()),
            lookMillis,
            lookMillis,
            TimeUnit.MILLISECONDS);
  }

  /**
   * Starts this node as a member, which it stays across restarts.
   *
   * @param handlers answer other nodes, by the name of the method
   * @param haltPolicy is called when the node can no longer be a faithful replica
   * @throws StartRefusedException if what is on disk does not reach what this node knew to be
   *     committed, or its votes would not be durable
   */
  public static RaftNode start(
      RaftSettings settings,
      ReplicatedStateMachine stateMachine,
      Map<String, PeerChannel.Handler> handlers,
      HaltPolicy haltPolicy) {
    HighWaterMark mark = null;
    RaftServer server = null;
    try {
      mark = openMark(settings);
      Assembly parts = Assembly.of(settings, stateMachine, mark, haltPolicy);
      server = parts.newServer(settings, handlers);
      server.start();
      RaftServer.Division division = server.getDivision(groupId(settings));
      parts.members().follow(division);
      RatisNode node = new RatisNode(settings, parts, division);
      parts.stateMachine().started();
      return node;
    } catch (IOException e) {
      abandon(server, mark);
      throw new UncheckedIOException("cannot start " + settings.self().id(), e);
    } catch (RuntimeException e) {
      abandon(server, mark);
      throw e;
    }
  }

  @Override
  public ReplicatedLog log() {
    return log;
  }

  @Override
  public PeerChannel channel() {
    return channel;
  }

  @Override
  public CompletableFuture<Void> transferLeadership(@Nullable PeerId to, Duration timeout) {
    TransferLeadershipRequest request =
        new TransferLeadershipRequest(
            requests.clientId(),
            requests.self(),
            requests.groupId(),
            requests.callIds().incrementAndGet(),
            to == null ? null : RaftPeerId.valueOf(to.value()),
            timeout.toMillis());
    return submit(() -> server.transferLeadershipAsync(request)).thenApply(reply -> null);
  }

  @Override
  public CompletableFuture<Long> snapshot(Duration timeout) {
    SnapshotManagementRequest request =
        SnapshotManagementRequest.newCreate(
            requests.clientId(),
            requests.self(),
            requests.groupId(),
            requests.callIds().incrementAndGet(),
            timeout.toMillis());
    return submit(() -> server.snapshotManagementAsync(request))
        .thenApply(RaftClientReply::getLogIndex);
  }

  @Override
  public CompletableFuture<LogHistory> dropHistory(Duration timeout) {
    // On a thread of its own: verifying reads all of the snapshot.
    return snapshot(timeout)
        .thenApplyAsync(index -> dropOlderSnapshots(), task -> newThread("history", task).start());
  }

  private LogHistory dropOlderSnapshots() {
    try {
      long snapshot = stateMachine.keepNewestSnapshot();
      return new LogHistory(snapshot, Math.max(0, division.getRaftLog().getStartIndex()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove older snapshots of " + self, e);
    }
  }

  private Thread newThread(String what, Runnable task) {
    Thread thread = new Thread(task, self + "-raft-" + what);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    background.shutdownNow();
    channel.close();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + self, e);
    } finally {
      mark.close();
    }
  }

  /** For a test that reads back what is in force. */
  RaftProperties properties() {
    return server.getProperties();
  }

  private RaftStatus status() {
    DivisionInfo info = division.getInfo();
    PeerId leader = members.idOf(info.getLeaderId());
    return new RaftStatus(
        self,
        self.equals(leader) && !info.isLeaderReady() ? null : leader,
        info.getCurrentTerm(),
        division.getRaftLog().getLastCommittedIndex(),
        stateMachine.appliedIndex(),
        members.all());
  }

  private static CompletableFuture<RaftClientReply> submit(Submission submission) {
    CompletableFuture<RaftClientReply> reply;
    try {
      reply = submission.submit();
    } catch (IOException e) {
      reply = CompletableFuture.failedFuture(e);
    }
    return reply.handle(
        (answer, failure) -> {
          Throwable cause = failure == null ? answer.getException() : failure;
          if (cause != null) {
            throw new CompletionException(
                new ProposalException(Outcome.UNKNOWN, "the request failed", cause));
          }
          return answer;
        });
  }

  @FunctionalInterface
  private interface Submission {
    CompletableFuture<RaftClientReply> submit() throws IOException;
  }

  private static ScheduledExecutorService newBackground(PeerId self) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, self + "-raft-background");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static HighWaterMark openMark(RaftSettings settings) throws IOException {
    Files.createDirectories(logDirectory(settings));
    DurableDirectories.require(settings.directory(), settings.allowNonDurableDirectories());
    return HighWaterMark.open(
        settings.directory().resolve("high-water-mark"),
        Files.exists(groupDirectory(settings).resolve("current")));
  }

  private static Path logDirectory(RaftSettings settings) {
    return settings.directory().resolve("log");
  }

  private static Path groupDirectory(RaftSettings settings) {
    return logDirectory(settings).resolve(settings.clusterId().toString());
  }

  private static RaftGroupId groupId(RaftSettings settings) {
    return RaftGroupId.valueOf(settings.clusterId());
  }

  private static void abandon(@Nullable RaftServer server, @Nullable HighWaterMark mark) {
    try {
      if (server != null) {
        server.close();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot close what was started", e);
    } finally {
      if (mark != null) {
        mark.close();
      }
    }
  }

  /** What a node is made of before it speaks to anybody. */
  private record Assembly(
      Members members,
      PeerCertificates certificates,
      GrpcTlsConfig tls,
      CommitNews news,
      RatisStateMachine stateMachine,
      HighWaterMark mark) {

    /** Looks at the disk, and puts the parts together. */
    static Assembly of(
        RaftSettings settings,
        ReplicatedStateMachine stateMachine,
        HighWaterMark mark,
        HaltPolicy haltPolicy)
        throws IOException {
      Members members = new Members(settings.initialPeers());
      PeerCertificates certificates = PeerTlsContexts.certificates(settings.tls(), members);
      Path group = groupDirectory(settings);
      Checkpoints checkpoints = new Checkpoints(settings.clusterId(), group);
      new Recovery(group, stateMachine, checkpoints).run(mark);
      return new Assembly(
          members,
          certificates,
          PeerTlsContexts.config(settings.tls(), certificates),
          new CommitNews(),
          new RatisStateMachine(stateMachine, checkpoints, mark, haltPolicy),
          mark);
    }

    RaftServer newServer(RaftSettings settings, Map<String, PeerChannel.Handler> handlers)
        throws IOException {
      // Where Ratis would end the process, such as for a port in use, it throws instead.
      ExitUtils.disableSystemExit();
      RaftProperties properties = PinnedProperties.of(settings, logDirectory(settings));
      Parameters parameters = new Parameters();
      GrpcConfigKeys.TLS.setConf(parameters, tls);
      PromptRpc.setNews(parameters, news);
      GrpcConfigKeys.Server.setServicesCustomizer(
          parameters, new PeerPlane(new PeerGate(certificates, members), handlers));
      RaftServer server =
          RaftServer.newBuilder()
              .setServerId(RaftPeerId.valueOf(settings.self().id().value()))
              .setGroup(
                  RaftGroup.valueOf(
                      groupId(settings),
                      settings.initialPeers().stream().map(Members::toRatis).toList()))
              .setOption(RaftStorage.StartupOption.RECOVER)
              .setProperties(properties)
              .setParameters(parameters)
              .setStateMachine(stateMachine)
              .build();
      PinnedProperties.require(server.getProperties(), logDirectory(settings));
      return server;
    }
  }
}
