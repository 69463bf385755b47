// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.ProposalException;
import io.quorumkeep.raft.RaftStatus;
import io.quorumkeep.raft.ReplicatedStateMachine.Role;
import io.quorumkeep.raft.config.LogLimits;
import io.quorumkeep.raft.testing.RecordingStateMachine;
import io.quorumkeep.raft.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicationTest {
  private static final List<String> NODES = List.of("n1", "n2", "n3");

  @TempDir static Path directory;
  private static TestCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = new TestCluster(directory, 3, LogLimits.DEFAULT);
    cluster.startAll();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void givenManyProposals_whenCommitted_thenAllNodesApplyThemInTheSameOrderAtTheReportedPlaces() {
    String leader = cluster.awaitLeader();
    List<CompletableFuture<LogPosition>> proposals = new ArrayList<>();

    for (int i = 0; i < 500; i++) {
      proposals.add(cluster.node(leader).log().propose(ByteString.copyFromUtf8("entry " + i)));
    }
    List<LogPosition> positions = proposals.stream().map(CompletableFuture::join).toList();

    assertThat(positions).isSorted().doesNotHaveDuplicates();
    LogPosition last = positions.get(positions.size() - 1);
    assertThat(cluster.stateMachine(leader).applied()).isEqualTo(last);
    for (String node : NODES) {
      cluster.awaitApplied(node, last);
      assertThat(cluster.stateMachine(node).entries())
          .containsSubsequence(
              ByteString.copyFromUtf8("entry 0"), ByteString.copyFromUtf8("entry 250"))
          .endsWith(ByteString.copyFromUtf8("entry 499"))
          .isEqualTo(cluster.stateMachine(leader).entries());
    }
    assertThat(cluster.halts()).isEmpty();
  }

  @Test
  void givenFollower_whenItProposes_thenRefusedAsNotProposed() {
    String follower = cluster.aFollower();

    CompletableFuture<LogPosition> proposal =
        cluster.node(follower).log().propose(ByteString.copyFromUtf8("lost"));

    assertThat(proposal)
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            ProposalException.class,
            e -> assertThat(e.outcome()).isEqualTo(ProposalException.Outcome.NOT_PROPOSED));
  }

  @Test
  void givenEntryOfNoOrTooManyBytes_whenProposed_thenRefused() {
    String leader = cluster.awaitLeader();
    ByteString large = ByteString.copyFrom(new byte[LogLimits.MAX_ENTRY_BYTES + 1]);

    assertThatThrownBy(() -> cluster.node(leader).log().propose(ByteString.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> cluster.node(leader).log().propose(large))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenLargestEntry_whenProposed_thenAllNodesApplyIt() {
    byte[] bytes = new byte[LogLimits.MAX_ENTRY_BYTES];
    bytes[bytes.length - 1] = 7;
    ByteString largest = ByteString.copyFrom(bytes);

    LogPosition position = cluster.node(cluster.awaitLeader()).log().propose(largest).join();

    for (String node : NODES) {
      cluster.awaitApplied(node, position);
      assertThat(cluster.stateMachine(node).entries()).endsWith(largest);
    }
  }

  @Test
  void givenLeader_whenLeadershipIsTransferred_thenTheNamedNodeLeads() {
    String from = cluster.awaitLeader();
    String to = cluster.aFollower();

    cluster
        .node(from)
        .transferLeadership(new PeerId(to), Duration.ofSeconds(5))
        .orTimeout(10, TimeUnit.SECONDS)
        .join();

    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> cluster.node(to).log().status().isLeader());
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> assertThat(cluster.stateMachine(from).roles()).endsWith(Role.FOLLOWER));
  }

  @Test
  void givenNoFurtherEntry_whenACommitIsAnnounced_thenFollowersApplyItWithinMilliseconds() {
    String leader = cluster.awaitLeader();
    RecordingStateMachine follower = cluster.stateMachine(cluster.aFollower());
    List<Long> delays = new ArrayList<>();

    for (int i = 0; i < 50; i++) {
      LogPosition position = cluster.propose("entry " + i);
      cluster.node(leader).log().announceCommit();
      long proposed = cluster.stateMachine(leader).appliedAtNanos();
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> follower.applied().index() >= position.index());
      delays.add(TimeUnit.NANOSECONDS.toMicros(follower.appliedAtNanos() - proposed));
    }
    delays.sort(Long::compare);

    System.err.printf(
        "follower applies after the leader: p50 %d us, p90 %d us, max %d us%n",
        delays.get(25), delays.get(45), delays.get(49));
    assertThat(delays.get(25)).isLessThan(TimeUnit.MILLISECONDS.toMicros(50));
  }

  @Test
  void givenRunningCluster_whenAskedForStatus_thenAllAgree() {
    String leader = cluster.awaitLeader();
    LogPosition position = cluster.propose("one");
    for (String node : NODES) {
      cluster.awaitApplied(node, position);
    }

    for (String node : NODES) {
      RaftStatus status = cluster.node(node).log().status();
      assertThat(status.self()).isEqualTo(new PeerId(node));
      assertThat(status.leader()).isEqualTo(new PeerId(leader));
      assertThat(status.isLeader()).isEqualTo(node.equals(leader));
      assertThat(status.term()).isEqualTo(position.term());
      assertThat(status.commitIndex()).isGreaterThanOrEqualTo(position.index());
      assertThat(status.appliedIndex()).isGreaterThanOrEqualTo(position.index());
      assertThat(status.members()).isEqualTo(cluster.peers());
    }
  }
}
