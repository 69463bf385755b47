// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.testing;

import com.google.protobuf.ByteString;
import io.quorumkeep.raft.HaltPolicy;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.Peer;
import io.quorumkeep.raft.PeerChannel;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.RaftNode;
import io.quorumkeep.raft.config.ElectionTimeouts;
import io.quorumkeep.raft.config.LogLimits;
import io.quorumkeep.raft.config.RaftSettings;
import io.quorumkeep.raft.ratis.RatisNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Members called n1, n2, … in this process, on free ports of 127.0.0.1, with files below one
 * directory. A member can be stopped and started again; its {@link RecordingStateMachine} stays.
 */
public final class TestCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TRUST_DOMAIN = "test.quorumkeep";

  private final UUID clusterId = UUID.randomUUID();
  private final Path directory;
  private final LogLimits limits;
  private final TestPki pki;
  private final List<Peer> peers;
  private final Map<String, RaftNode> running = new ConcurrentSkipListMap<>();
  private final Map<String, RecordingStateMachine> stateMachines = new ConcurrentHashMap<>();
  private final Map<String, PeerChannel.Handler> handlers = new ConcurrentHashMap<>();
  private final List<String> halts = new CopyOnWriteArrayList<>();

  /** Makes a cluster of {@code size} members; none is started. */
  public TestCluster(Path directory, int size, LogLimits limits) {
    this(directory, newPeers(size), limits);
  }

  private TestCluster(Path directory, List<Peer> peers, LogLimits limits) {
    this.directory = directory.toAbsolutePath();
    this.limits = limits;
    this.pki = TestPki.create(this.directory.resolve("pki"), TRUST_DOMAIN);
    this.peers = peers;
  }

  /** Another cluster, with the same addresses. */
  public TestCluster withDirectory(Path other) {
    return new TestCluster(other, peers, limits);
  }

  /** The default limits, but a snapshot after every {@code entries} entries, and small files. */
  public static LogLimits snapshotEvery(long entries) {
    return new LogLimits(entries, 64 << 10, LogLimits.DEFAULT.maxOutstandingEntries());
  }

  public TestPki pki() {
    return pki;
  }

  public UUID clusterId() {
    return clusterId;
  }

  public List<Peer> peers() {
    return peers;
  }

  public Peer peer(String node) {
    return peers.stream().filter(peer -> peer.id().value().equals(node)).findFirst().orElseThrow();
  }

  /** Answers other nodes on every member started after this. */
  public void handler(String method, PeerChannel.Handler handler) {
    handlers.put(method, handler);
  }

  /** Starts all members. */
  public void startAll() {
    peers.forEach(peer -> start(peer.id().value()));
  }

  public RaftNode start(String node) {
    RaftNode started =
        RatisNode.start(settings(node), stateMachine(node), handlers, recordingHaltPolicy(node));
    running.put(node, started);
    return started;
  }

  public void stop(String node) {
    RaftNode stopped = running.remove(node);
    if (stopped != null) {
      stopped.close();
    }
  }

  /** Stops members at the same time: each takes two seconds to see its connections off. */
  public void stop(List<String> nodes) {
    nodes.parallelStream().forEach(this::stop);
  }

  public RaftNode node(String node) {
    RaftNode found = running.get(node);
    if (found == null) {
      throw new IllegalArgumentException(node + " is not running");
    }
    return found;
  }

  public RecordingStateMachine stateMachine(String node) {
    return stateMachines.computeIfAbsent(node, name -> new RecordingStateMachine());
  }

  /** Forgets the state of a stopped member, as if its store had been lost. */
  public void forgetState(String node) {
    stateMachines.put(node, new RecordingStateMachine());
  }

  public Path directory(String node) {
    return directory.resolve(node);
  }

  public RaftSettings settings(String node) {
    return RaftSettings.builder(clusterId, peer(node), directory(node), pki.node(node))
        .initialPeers(peers)
        .bindHost("127.0.0.1")
        .electionTimeouts(new ElectionTimeouts(Duration.ofMillis(400), Duration.ofMillis(800)))
        .limits(limits)
        .allowNonDurableDirectories(true)
        .build();
  }

  /** The reasons for which members wanted to halt, each after the name of the member. */
  public List<String> halts() {
    return List.copyOf(halts);
  }

  /** Waits until one of the running members leads and can propose. */
  public String awaitLeader() {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                running.entrySet().stream()
                    .filter(entry -> entry.getValue().log().status().isLeader())
                    .map(Map.Entry::getKey)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** A running member that does not lead. */
  public String aFollower() {
    String leader = awaitLeader();
    return running.keySet().stream().filter(node -> !node.equals(leader)).findFirst().orElseThrow();
  }

  /** Proposes on the leader, and waits. */
  public LogPosition propose(String entry) {
    return node(awaitLeader())
        .log()
        .propose(ByteString.copyFromUtf8(entry))
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** Waits until a member holds the entry at a position. */
  public void awaitApplied(String node, LogPosition position) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> stateMachine(node).applied().index() >= position.index());
  }

  @Override
  public void close() {
    stop(List.copyOf(running.keySet()));
  }

  private HaltPolicy recordingHaltPolicy(String node) {
    return (reason, cause) -> halts.add(node + " " + reason);
  }

  private static List<Peer> newPeers(int size) {
    List<Peer> members = new ArrayList<>();
    int number = 1;
    for (int port : freePorts(size)) {
      members.add(
          new Peer(new PeerId("n" + number), "127.0.0.1:" + port, "127.0.0.1:" + number, true));
      number++;
    }
    return List.copyOf(members);
  }

  private static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException("no free ports", e);
    }
  }
}
