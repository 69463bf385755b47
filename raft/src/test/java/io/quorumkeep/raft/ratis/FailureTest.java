// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.ProposalException;
import io.quorumkeep.raft.ReplicatedStateMachine.Role;
import io.quorumkeep.raft.config.LogLimits;
import io.quorumkeep.raft.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTest {
  @TempDir Path directory;
  private TestCluster cluster;

  @BeforeEach
  void startCluster() {
    cluster = new TestCluster(directory, 3, LogLimits.DEFAULT);
    cluster.startAll();
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  @Test
  void givenMajorityGone_whenTheLeaderProposes_thenWhatItAppendedIsUnknownAndTheRestRefused() {
    String leader = cluster.awaitLeader();
    cluster.propose("before");
    List<String> others = Stream.of("n1", "n2", "n3").filter(node -> !node.equals(leader)).toList();
    List<Throwable> failures = new CopyOnWriteArrayList<>();

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> cluster.stop(others));
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              CompletableFuture<LogPosition> unused =
                  cluster
                      .node(leader)
                      .log()
                      .propose(ByteString.copyFromUtf8("alone"))
                      .whenComplete(
                          (position, failure) -> {
                            if (failure != null) {
                              failures.add(failure);
                            }
                          });
              List<Role> roles = cluster.stateMachine(leader).roles();
              return roles.lastIndexOf(Role.FOLLOWER) > roles.lastIndexOf(Role.LEADER);
            });
    stopped.join();
    CompletableFuture<LogPosition> tooLate =
        cluster.node(leader).log().propose(ByteString.copyFromUtf8("too late"));

    // The last of them may have come when the leader had stepped down already.
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(failures)
                    .extracting(failure -> ((ProposalException) failure).outcome())
                    .contains(ProposalException.Outcome.UNKNOWN));
    assertThat(tooLate)
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            ProposalException.class,
            e -> assertThat(e.outcome()).isEqualTo(ProposalException.Outcome.NOT_PROPOSED));
  }

  @Test
  void givenStoppedLeader_whenAnotherTakesOver_thenItIsToldThatItLeadsAndProposes() {
    String first = cluster.awaitLeader();
    cluster.propose("by the first leader");

    cluster.stop(first);
    long started = System.nanoTime();
    LogPosition position = cluster.propose("by the second leader");
    System.err.printf(
        "leader stopped, next success after %d ms%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));

    String second = cluster.awaitLeader();
    assertThat(second).isNotEqualTo(first);
    assertThat(position.term()).isPositive();
    assertThat(cluster.stateMachine(second).roles())
        .startsWith(Role.FOLLOWER)
        .endsWith(Role.LEADER);
  }

  @Test
  void givenFailingApply_whenTheEntryIsCommitted_thenTheNodeHaltsOnceAndAppliesNothingMore() {
    ByteString poison = ByteString.copyFromUtf8("poison");
    String follower = cluster.aFollower();
    cluster.stateMachine(follower).failOn(poison);
    cluster.propose("before");

    cluster.propose("poison");
    cluster.propose("after");

    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(cluster.halts()).hasSize(1));
    assertThat(cluster.halts().get(0)).startsWith(follower + " applying the entry at");
    assertThat(cluster.stateMachine(follower).entries())
        .containsExactly(ByteString.copyFromUtf8("before"));
  }
}
