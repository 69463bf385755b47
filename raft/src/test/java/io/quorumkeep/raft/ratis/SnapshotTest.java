// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.StartRefusedException;
import io.quorumkeep.raft.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
  private static final String FILLER = "x".repeat(8000);

  @TempDir Path directory;
  private TestCluster cluster;

  @BeforeEach
  void makeCluster() {
    cluster = new TestCluster(directory, 3, TestCluster.snapshotEvery(20));
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  @Test
  void givenFollowerLeftBehindBySnapshotAndPurge_whenItReturns_thenItRestoresAndCatchesUp() {
    cluster.startAll();
    String follower = cluster.aFollower();
    cluster.propose("before");
    cluster.stop(follower);

    LogPosition last = proposeUntilPurged();
    cluster.start(follower);

    cluster.awaitApplied(follower, last);
    LogPosition after = cluster.propose("after");
    cluster.awaitApplied(follower, after);
    assertThat(cluster.stateMachine(follower).restores()).isEqualTo(1);
    assertThat(cluster.stateMachine(follower).entries())
        .isEqualTo(cluster.stateMachine(cluster.awaitLeader()).entries());
    assertThat(snapshots(cluster.directory(follower))).hasSizeBetween(1, 2);

    cluster.stop(follower);
    cluster.start(follower);
    cluster.awaitApplied(follower, cluster.propose("after another restart"));
    assertThat(cluster.stateMachine(follower).restores()).isEqualTo(1);
    assertThat(cluster.halts()).isEmpty();
  }

  @Test
  void givenDamagedSnapshotOnTheLeader_whenAFollowerNeedsIt_thenItRefusesAndRecoversWithTheNext()
      throws IOException {
    cluster.startAll();
    String follower = cluster.aFollower();
    cluster.stop(follower);
    proposeUntilPurged();
    for (Path snapshot : snapshots(cluster.directory(cluster.awaitLeader()))) {
      Path state = snapshot.resolve("state/entries");
      byte[] bytes = Files.readAllBytes(state);
      bytes[bytes.length / 2] ^= 1;
      Files.write(state, bytes);
    }

    cluster.start(follower);
    Path received = cluster.directory(follower).resolve("log/" + cluster.clusterId() + "/tmp");
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> Files.isDirectory(received));
    LogPosition last = proposeUntilPurged();

    cluster.awaitApplied(follower, last);
    assertThat(cluster.stateMachine(follower).restores()).isEqualTo(1);
    assertThat(cluster.stateMachine(follower).entries())
        .isEqualTo(cluster.stateMachine(cluster.awaitLeader()).entries());
    assertThat(cluster.halts()).isEmpty();
  }

  @Test
  void givenLostStore_whenStarted_thenTheOwnSnapshotIsRestoredAndTheLogAppliedFromThere() {
    cluster.startAll();
    LogPosition last = proposeUntilPurged();
    String follower = cluster.aFollower();
    cluster.awaitApplied(follower, last);
    List<?> before = cluster.stateMachine(follower).entries();
    cluster.stop(follower);

    cluster.forgetState(follower);
    cluster.start(follower);

    cluster.awaitApplied(follower, last);
    assertThat(cluster.stateMachine(follower).entries()).isEqualTo(before);
    assertThat(cluster.stateMachine(follower).restores()).isEqualTo(1);
  }

  @Test
  void givenLostStoreAndDamagedSnapshot_whenStarted_thenRefusedNamingTheFile() throws IOException {
    cluster.startAll();
    LogPosition last = proposeUntilPurged();
    String follower = cluster.aFollower();
    cluster.awaitApplied(follower, last);
    cluster.stop(follower);
    for (Path snapshot : snapshots(cluster.directory(follower))) {
      Files.writeString(snapshot.resolve("state/entries"), "nothing");
    }

    cluster.forgetState(follower);

    assertThatThrownBy(() -> cluster.start(follower))
        .isInstanceOf(StartRefusedException.class)
        .hasStackTraceContaining("state/entries does not match its SHA-256");
  }

  @Test
  void givenSnapshotsRemoved_whenStartedWithItsStore_thenANewOneIsTakenAndItGoesOn()
      throws IOException {
    cluster.startAll();
    LogPosition last = proposeUntilPurged();
    String follower = cluster.aFollower();
    cluster.awaitApplied(follower, last);
    cluster.stop(follower);
    for (Path snapshot : snapshots(cluster.directory(follower))) {
      Files.delete(snapshot.resolve("manifest"));
    }

    cluster.start(follower);

    cluster.awaitApplied(follower, cluster.propose("after"));
    assertThat(cluster.stateMachine(follower).restores()).isZero();
  }

  @Test
  void givenFewEntries_whenASnapshotIsAskedFor_thenItIsTakenNow() {
    cluster.startAll();
    LogPosition position = cluster.propose("one");
    String leader = cluster.awaitLeader();

    long index =
        cluster.node(leader).snapshot(Duration.ofSeconds(5)).orTimeout(10, TimeUnit.SECONDS).join();

    assertThat(index).isGreaterThanOrEqualTo(position.index());
    assertThat(snapshots(cluster.directory(leader))).hasSize(1);
  }

  /** Proposes until log files were dropped on every running node. */
  private LogPosition proposeUntilPurged() {
    LogPosition last = LogPosition.NONE;
    for (int i = 0; i < 60; i++) {
      last = cluster.propose(i + FILLER);
    }
    String leader = cluster.awaitLeader();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> files(cluster.directory(leader), "log_0-").isEmpty());
    return last;
  }

  private static List<Path> snapshots(Path directory) {
    return files(directory, "cp-");
  }

  private static List<Path> files(Path directory, String prefix) {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }
}
