// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.replication.Replica.LogEntry;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import io.quorumkeep.node.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same log gives the same state: whoever applies it, and however often it begins anew. */
class ReplayTest {
  private static final int ENTRIES = 250;

  static LongStream seeds() {
    return LongStream.concat(
        LongStream.rangeClosed(1, 25), LongStream.of(Long.getLong("replay.seed", 4711)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void givenHistory_whenReopenedAfterEveryEntry_thenEqualToOneThatNeverWas(long seed) {
    Replica steady = new Replica();
    Replica reopened = new Replica();
    for (LogEntry entry : RandomHistory.of(seed, ENTRIES)) {
      steady.apply(entry);
      reopened.apply(entry);
      reopened.reopen();
      assertThat(reopened.machine().facts())
          .as("seed %s, %s", seed, entry.position())
          .isEqualTo(steady.machine().facts());
    }
    assertThat(reopened.digest()).as("seed %s", seed).isEqualTo(steady.digest());
    assertThat(reopened.outcomes).isEqualTo(steady.outcomes);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void givenNodesWithOtherCachesAndBatches_whenTheyApplyTheSame_thenEqual(long seed) {
    List<Replica> nodes =
        List.of(
            new Replica("n1", 70, 1),
            new Replica("n2", 71, 1_000),
            new Replica("n3", 72, 2),
            new Replica("elsewhere", 0, 100));
    for (LogEntry entry : RandomHistory.of(seed, ENTRIES)) {
      nodes.forEach(node -> node.apply(entry));
    }
    assertThat(nodes)
        .as("seed %s", seed)
        .extracting(Replica::digest)
        .containsOnly(nodes.get(0).digest());
    assertThat(nodes.get(0).outcomes).isNotEmpty();
    assertThat(nodes.get(3).outcomes).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void givenCrashesBetweenEntries_whenReplayedFromWhatIsLeft_thenEqual(long seed) {
    Random random = new Random(seed);
    List<LogEntry> log = RandomHistory.of(seed, ENTRIES);
    Replica steady = new Replica();
    Replica crashing = new Replica();
    int at = 0;
    int crashes = 0;
    for (LogEntry entry : log) {
      steady.apply(entry);
      replay(crashing, log.subList(0, ++at));
      assertThat(crashing.machine().facts())
          .as("seed %s, %s", seed, entry.position())
          .isEqualTo(steady.machine().facts());
      if (random.nextInt(20) == 0) {
        crashing.machine().checkpoint(Path.of("/checkpoints/" + at));
      }
      if (random.nextInt(8) == 0) {
        crashing.store.crash(random);
        crashing.reopen();
        crashes++;
      }
    }
    replay(crashing, log);

    assertThat(crashes).isGreaterThan(5);
    assertThat(crashing.digest()).as("seed %s", seed).isEqualTo(steady.digest());
  }

  private static void replay(Replica replica, List<LogEntry> log) {
    for (LogEntry entry : log) {
      if (entry.position().compareTo(replica.machine().applied()) > 0) {
        replica.apply(entry);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void givenHistory_whenEventsAreReplayed_thenSameKeysVersionsUsesAndGrants(long seed) {
    Replica replica = new Replica();
    RandomHistory.of(seed, ENTRIES * 2).forEach(replica::apply);
    InMemoryKeyValueStore fresh = new InMemoryKeyValueStore();

    EventReplay.replay(replica.store, fresh);

    assertThat(StateDigest.ofEventSourced(fresh))
        .as("seed %s", seed)
        .isEqualTo(StateDigest.ofEventSourced(replica.store));
  }

  @Test
  void givenHistories_whenGenerated_thenEveryTableHasRows() {
    Map<Table, Integer> rows = new EnumMap<>(Table.class);
    Replica replica = new Replica();
    RandomHistory.of(1, ENTRIES).forEach(replica::apply);
    for (Table table : Table.values()) {
      replica.store.scan(
          table,
          new byte[0],
          (key, value) -> {
            rows.merge(table, 1, Integer::sum);
            return true;
          });
    }
    assertThat(rows).containsOnlyKeys(Table.values());
    assertThat(rows.get(Table.USAGE)).isGreaterThan(1);
    assertThat(replica.audit())
        .extracting(record -> record.decision().name())
        .contains("ALLOWED", "DENIED", "REJECTED");
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32})
  void givenOneLog_whenAppliedInFreshProcesses_thenEqual(long seed, @TempDir Path directory)
      throws IOException, InterruptedException {
    List<LogEntry> log = RandomHistory.of(seed, ENTRIES);
    Path history = directory.resolve("history");
    FreshProcess.write(log, history);
    Replica here = new Replica();
    log.forEach(here::apply);
    List<String> digests = new ArrayList<>();

    for (int i = 0; i < 2; i++) {
      Path answer = directory.resolve("digest-" + i);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  FreshProcess.class.getName(),
                  history.toString(),
                  answer.toString())
              .inheritIO()
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      digests.add(Files.readString(answer));
    }

    assertThat(digests).as("seed %s", seed).containsExactly(here.digest(), here.digest());
  }
}
