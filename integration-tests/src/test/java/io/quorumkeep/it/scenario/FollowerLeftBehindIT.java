// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorumkeep.client.KeySpec;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.RetrievedKey;
import io.quorumkeep.it.cluster.ClusterOptions;
import io.quorumkeep.it.cluster.LocalCluster;
import io.quorumkeep.it.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowerLeftBehindIT {
  private static final String KEY = "namespaces/pay/keys/card";
  private static final int SNAPSHOT_EVERY = 100;

  @Test
  void givenFollowerWhoseEntriesArePurged_whenItReturns_thenASnapshotBringsItUpToDate(
      @TempDir Path directory) {
    ClusterOptions options =
        ClusterOptions.threeNodes()
            .withEnvironment("QUORUMKEEP_RAFT_SNAPSHOT_THRESHOLD", Integer.toString(SNAPSHOT_EVERY))
            .withEnvironment("QUORUMKEEP_RAFT_SEGMENT_SIZE_BYTES", "1048576");
    try (LocalCluster cluster = LocalCluster.create(directory, options).start();
        QuorumkeepClient admin = cluster.client(LocalCluster.ADMIN)) {
      QuorumkeepClient patient = admin.withDeadline(Checks.PATIENCE);
      patient.createKey(KEY, KeySpec.aes256());
      NodeProcess leader = cluster.leader();
      NodeProcess follower =
          cluster.nodes().stream().filter(node -> node != leader).findFirst().orElseThrow();
      follower.kill();
      try (Traffic traffic = Traffic.start(List.of(patient, patient), List.of(KEY))) {
        await()
            .atMost(Checks.PATIENCE)
            .until(() -> traffic.released() > 4 * SNAPSHOT_EVERY && hasSnapshot(leader));
      }

      follower.start();
      LocalCluster.awaitReady(follower);

      try (QuorumkeepClient one = cluster.client(LocalCluster.ADMIN, follower.clientAddress());
          RetrievedKey key = one.withDeadline(Checks.PATIENCE).retrieve(KEY)) {
        assertThat(key.version()).isEqualTo(1);
      }
      Checks.replicasAreEqual(cluster);
      assertThat(Checks.verifiedTrail(patient)).isNotEmpty();
    }
  }

  private static boolean hasSnapshot(NodeProcess node) {
    try (Stream<Path> files = Files.walk(node.data().resolve("raft"))) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith(".sst"));
    } catch (IOException | java.io.UncheckedIOException e) {
      // A snapshot that is just replaced: the next look tells.
      return false;
    }
  }
}
