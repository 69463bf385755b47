// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorumkeep.client.KeySpec;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.RevocationReason;
import io.quorumkeep.it.cluster.ClusterOptions;
import io.quorumkeep.it.cluster.LocalCluster;
import io.quorumkeep.it.cluster.NodeProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationRaceIT {
  private static final int ROUNDS = 10;
  private static final int CALLERS_FOR_EACH_NODE = 2;

  @Test
  void givenCallersOnAllNodes_whenAKeyIsRevoked_thenNothingThatStartsAfterwardsIsReleased(
      @TempDir Path directory) {
    try (LocalCluster cluster =
            LocalCluster.create(directory, ClusterOptions.threeNodes()).start();
        QuorumkeepClient admin = cluster.client(LocalCluster.ADMIN)) {
      QuorumkeepClient patient = admin.withDeadline(Checks.PATIENCE);
      List<QuorumkeepClient> callers = new ArrayList<>();
      for (NodeProcess node : cluster.nodes()) {
        for (int i = 0; i < CALLERS_FOR_EACH_NODE; i++) {
          callers.add(cluster.client(LocalCluster.ADMIN, node.clientAddress()));
        }
      }
      for (int round = 0; round < ROUNDS; round++) {
        race(patient, callers, "namespaces/pay/keys/card-" + round, round);
      }
      callers.forEach(QuorumkeepClient::close);
      Checks.replicasAreEqual(cluster);
    }
  }

  private static void race(
      QuorumkeepClient admin, List<QuorumkeepClient> callers, String key, int round) {
    admin.createKey(key, KeySpec.aes256());
    try (Traffic traffic = Traffic.start(callers, List.of(key))) {
      await().atMost(Checks.PATIENCE).until(() -> traffic.released() > 60);

      if (round % 2 == 0) {
        admin.suspendKey(key);
      } else {
        admin.revokeKey(key, RevocationReason.KEY_COMPROMISE);
      }

      long acknowledged = System.nanoTime();
      await()
          .atMost(Checks.PATIENCE)
          .until(
              () ->
                  traffic.refusals().stream().filter(r -> r.startNanos() > acknowledged).count()
                      > 60);
      assertThat(traffic.releases())
          .as("releases that began after the acknowledgement")
          .noneMatch(release -> release.startNanos() > acknowledged);
    }
  }
}
