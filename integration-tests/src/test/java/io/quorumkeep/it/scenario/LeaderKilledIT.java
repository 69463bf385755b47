// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeySpec;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.QuorumkeepException;
import io.quorumkeep.client.RetrievedKey;
import io.quorumkeep.it.cluster.ClusterOptions;
import io.quorumkeep.it.cluster.LocalCluster;
import io.quorumkeep.it.cluster.NodeProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaderKilledIT {
  private static final String KEY = "namespaces/pay/keys/card";

  @Test
  void givenLoad_whenTheLeaderIsKilled_thenNothingAcknowledgedIsLostAndEveryReleaseIsRecorded(
      @TempDir Path directory) throws Exception {
    try (LocalCluster cluster =
            LocalCluster.create(directory, ClusterOptions.threeNodes()).start();
        QuorumkeepClient admin = cluster.client(LocalCluster.ADMIN)) {
      admin.withDeadline(Checks.PATIENCE).createKey(KEY, KeySpec.aes256());
      List<QuorumkeepClient> callers = callers(cluster, 6);
      List<String> created;
      List<Traffic.Release> releases;
      try (Traffic traffic = Traffic.start(callers, List.of(KEY));
          Creating creating = Creating.start(admin)) {
        await().atMost(Checks.PATIENCE).until(() -> traffic.released() > 100);
        NodeProcess leader = cluster.leader();

        leader.kill();

        int before = traffic.released();
        await().atMost(Checks.PATIENCE).until(() -> traffic.released() > before + 300);
        leader.start();
        LocalCluster.awaitReady(leader);
        int after = traffic.released();
        await().atMost(Checks.PATIENCE).until(() -> traffic.released() > after + 100);
        creating.stop();
        traffic.stop();
        created = creating.acknowledged();
        releases = traffic.releases();
      } finally {
        callers.forEach(QuorumkeepClient::close);
      }

      assertThat(created).isNotEmpty();
      for (String name : created) {
        try (RetrievedKey key = admin.withDeadline(Checks.PATIENCE).retrieve(name)) {
          assertThat(key.version()).isEqualTo(1);
        }
      }
      assertThat(releases.stream().map(Traffic.Release::materialHash).distinct()).hasSize(1);
      Checks.everyReleaseIsRecorded(releases, Checks.verifiedTrail(admin));
      Checks.replicasAreEqual(cluster);
    }
  }

  private static List<QuorumkeepClient> callers(LocalCluster cluster, int count) {
    List<QuorumkeepClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(cluster.client(LocalCluster.ADMIN));
    }
    return clients;
  }

  /** Creates keys one after the other, and remembers which were acknowledged. */
  private static final class Creating implements AutoCloseable {
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final List<String> acknowledged = new ArrayList<>();
    private final Thread thread;

    private Creating(QuorumkeepClient client) {
      thread = new Thread(() -> loop(client), "creating");
    }

    static Creating start(QuorumkeepClient client) {
      Creating creating = new Creating(client);
      creating.thread.start();
      return creating;
    }

    private void loop(QuorumkeepClient client) {
      for (int i = 0; running.get(); i++) {
        try {
          Key key = client.createKey("namespaces/pay/keys/made-" + i, KeySpec.aes128());
          synchronized (acknowledged) {
            acknowledged.add(key.name());
          }
        } catch (QuorumkeepException e) {
          assertThat(e.retryable() || e.outcomeUnknown()).as(e.getMessage()).isTrue();
        }
      }
    }

    List<String> acknowledged() {
      synchronized (acknowledged) {
        return List.copyOf(acknowledged);
      }
    }

    @Override
    public void close() {
      stop();
    }

    void stop() {
      running.set(false);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
