// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.StartRefusedException;
import io.quorumkeep.raft.config.LogLimits;
import io.quorumkeep.raft.testing.TestCluster;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
  private static final List<String> NODES = List.of("n1", "n2", "n3");

  @TempDir Path directory;

  @Test
  void givenStoppedCluster_whenStartedAgain_thenNothingIsLostAndNothingAppliedTwice() {
    try (TestCluster cluster = new TestCluster(directory, 3, LogLimits.DEFAULT)) {
      cluster.startAll();
      LogPosition last = LogPosition.NONE;
      for (int i = 0; i < 20; i++) {
        last = cluster.propose("entry " + i);
      }
      for (String node : NODES) {
        cluster.awaitApplied(node, last);
      }
      cluster.stop(NODES);

      cluster.forgetState("n2");
      cluster.startAll();
      LogPosition after = cluster.propose("after the restart");

      assertThat(after.index()).isGreaterThan(last.index());
      for (String node : NODES) {
        cluster.awaitApplied(node, after);
        // One that had its store applied each entry once; the other had to apply them again.
        assertThat(cluster.stateMachine(node).entries()).hasSize(21);
        assertThat(cluster.stateMachine(node).applies()).isEqualTo(21);
      }
      assertThat(cluster.halts()).isEmpty();
    }
  }

  @Test
  void givenLogThatLostItsTail_whenStarted_thenRefusedNamingTheMarkAndTheLogIsLeftAsItIs()
      throws IOException {
    try (TestCluster cluster = new TestCluster(directory, 1, LogLimits.DEFAULT)) {
      cluster.start("n1");
      cluster.propose("first");
      cluster.propose("x".repeat(20_000));
      cluster.propose("last");
      cluster.stop("n1");
      Path log = newestLogFile(cluster.directory("n1"));
      try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
        file.setLength(15_000);
      }
      byte[] evidence = Files.readAllBytes(log);

      assertThatThrownBy(() -> cluster.start("n1"))
          .isInstanceOf(StartRefusedException.class)
          .hasMessageContaining(cluster.directory("n1").resolve("high-water-mark").toString())
          .hasMessageContaining("must not vote");
      cluster.forgetState("n1");
      assertThatThrownBy(() -> cluster.start("n1"))
          .isInstanceOf(StartRefusedException.class)
          .hasMessageContaining("must not vote");

      assertThat(log).hasBinaryContent(evidence);
    }
  }

  @Test
  void givenDamagedLogEntry_whenStarted_thenRefusedNamingTheFile() throws IOException {
    try (TestCluster cluster = new TestCluster(directory, 1, LogLimits.DEFAULT)) {
      cluster.start("n1");
      cluster.propose("x".repeat(20_000));
      cluster.stop("n1");
      Path log = newestLogFile(cluster.directory("n1"));
      try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
        file.seek(10_000);
        file.write('y');
      }

      assertThatThrownBy(() -> cluster.start("n1"))
          .isInstanceOf(StartRefusedException.class)
          .hasMessageContaining(log.toString());
    }
  }

  @Test
  void givenRemovedLogFiles_whenStarted_thenRefused() throws IOException {
    try (TestCluster cluster = new TestCluster(directory, 1, LogLimits.DEFAULT)) {
      cluster.start("n1");
      cluster.propose("only");
      cluster.stop("n1");
      Files.delete(newestLogFile(cluster.directory("n1")));

      assertThatThrownBy(() -> cluster.start("n1"))
          .isInstanceOf(StartRefusedException.class)
          .hasMessageContaining("ends at");
    }
  }

  @Test
  void givenPortInUse_whenStarted_thenFailsAndCanBeStartedLater() {
    try (TestCluster cluster = new TestCluster(directory, 1, LogLimits.DEFAULT);
        TestCluster same = cluster.withDirectory(directory.resolve("other"))) {
      same.start("n1");

      assertThatThrownBy(() -> cluster.start("n1")).isInstanceOf(RuntimeException.class);
      same.stop("n1");
      cluster.start("n1");

      assertThat(cluster.propose("works").index()).isPositive();
    }
  }

  private static Path newestLogFile(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(path -> path.getFileName().toString().startsWith("log_"))
          .max(Comparator.comparing(path -> path.toFile().lastModified()))
          .orElseThrow();
    }
  }
}
