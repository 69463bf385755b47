// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorumkeep.client.KeySpec;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.audit.AuditChainVerifier;
import io.quorumkeep.client.audit.AuditTopic;
import io.quorumkeep.client.audit.ChainSummary;
import io.quorumkeep.client.audit.JsonAuditRecords;
import io.quorumkeep.it.cluster.ClusterOptions;
import io.quorumkeep.it.cluster.KafkaBroker;
import io.quorumkeep.it.cluster.LocalCluster;
import io.quorumkeep.it.cluster.NodeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerKilledIT {
  private static final String KEY = "namespaces/pay/keys/card";

  @Test
  void givenLoad_whenTheBrokerAndTheLeaderAreKilled_thenTheTopicIsDenseAndChainedAtTheEnd(
      @TempDir Path directory) {
    try (KafkaBroker broker = KafkaBroker.start(directory.resolve("kafka"))) {
      broker.createTopic(AuditTopic.DEFAULT_NAME);
      ClusterOptions options = ClusterOptions.threeNodes().withKafka(broker.bootstrapServers());
      try (LocalCluster cluster =
              LocalCluster.create(directory.resolve("cluster"), options).start();
          QuorumkeepClient admin = cluster.client(LocalCluster.ADMIN)) {
        QuorumkeepClient patient = admin.withDeadline(Checks.PATIENCE);
        patient.createKey(KEY, KeySpec.aes256());
        List<Traffic.Release> releases;
        try (Traffic traffic = Traffic.start(List.of(patient, patient, patient), List.of(KEY))) {
          await().atMost(Checks.PATIENCE).until(() -> traffic.released() > 200);

          broker.kill();
          int without = traffic.released();
          await().atMost(Checks.PATIENCE).until(() -> traffic.released() > without + 200);
          NodeProcess leader = cluster.leader();
          leader.kill();
          broker.start();
          int back = traffic.released();
          await().atMost(Checks.PATIENCE).until(() -> traffic.released() > back + 200);
          leader.start();
          LocalCluster.awaitReady(leader);
          traffic.stop();
          releases = traffic.releases();
        }

        Checks.everyReleaseIsRecorded(releases, Checks.verifiedTrail(patient));
        long last = Checks.verifiedTrail(patient).lastKey();
        await()
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofSeconds(2))
            .untilAsserted(
                () -> assertThat(topic(broker).lastSequence()).isGreaterThanOrEqualTo(last));
        ChainSummary topic = topic(broker);
        assertThat(topic.firstSequence()).isEqualTo(1);
        assertThat(topic.records()).isEqualTo(topic.lastSequence());
        Checks.replicasAreEqual(cluster);
      }
    }
  }

  /** Reads the topic to its end; every record continues the chain of the one before it. */
  private static ChainSummary topic(KafkaBroker broker) {
    AuditChainVerifier verifier = new AuditChainVerifier();
    new AuditTopic(AuditTopic.DEFAULT_NAME, Map.of("bootstrap.servers", broker.bootstrapServers()))
        .read(
            value -> {
              assertThat(verifier.accept(JsonAuditRecords.read(value))).isEmpty();
              return true;
            });
    return verifier.summary();
  }
}
