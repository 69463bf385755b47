// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorumkeep.client.KeySpec;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.it.cluster.ClusterOptions;
import io.quorumkeep.it.cluster.LocalCluster;
import io.quorumkeep.it.cluster.NodeProcess;
import io.quorumkeep.raft.HaltPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFullIT {
  private static final String KEY = "namespaces/pay/keys/card";

  /** Below what the log has grown to when writes begin to fail, above what a node prints. */
  private static final int ROOM_BYTES = 64 << 10;

  private static final int RECORD_BYTES = 100;

  @Test
  void givenLoad_whenNodesCannotWrite_thenEachStopsAtOnceAndNothingAcknowledgedIsLost(
      @TempDir Path directory) {
    try (LocalCluster cluster =
            LocalCluster.create(directory, ClusterOptions.threeNodes()).start();
        QuorumkeepClient admin = cluster.client(LocalCluster.ADMIN)) {
      QuorumkeepClient patient = admin.withDeadline(Checks.PATIENCE);
      patient.createKey(KEY, KeySpec.aes256());
      List<Traffic.Release> releases;
      try (Traffic traffic =
          Traffic.start(List.of(patient, patient, patient, patient), List.of(KEY))) {
        await()
            .atMost(Checks.PATIENCE)
            .until(() -> traffic.released() > 2 * ROOM_BYTES / RECORD_BYTES);

        stopsWithoutRoom(cluster, follower(cluster), traffic);
        stopsWithoutRoom(cluster, cluster.leader(), traffic);

        traffic.stop();
        releases = traffic.releases();
      }
      Checks.everyReleaseIsRecorded(releases, Checks.verifiedTrail(patient));
      Checks.replicasAreEqual(cluster);
    }
  }

  private static void stopsWithoutRoom(LocalCluster cluster, NodeProcess node, Traffic traffic) {
    node.failWritesBeyond(ROOM_BYTES);
    long failing = System.nanoTime();
    int status = node.awaitExit(Checks.PATIENCE);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - failing);

    System.err.printf("%s stopped %d ms after its writes began to fail%n", node.name(), millis);
    assertThat(status).as(node.lastOutput()).isEqualTo(HaltPolicy.EXIT_STATUS);
    assertThat(Duration.ofMillis(millis)).isLessThan(Duration.ofSeconds(1));
    int before = traffic.released();
    await().atMost(Checks.PATIENCE).until(() -> traffic.released() > before + 100);
    node.start();
    LocalCluster.awaitReady(node);
    assertThat(cluster.nodes()).allMatch(NodeProcess::isAlive);
  }

  private static NodeProcess follower(LocalCluster cluster) {
    NodeProcess leader = cluster.leader();
    return cluster.nodes().stream().filter(node -> node != leader).findFirst().orElseThrow();
  }
}
