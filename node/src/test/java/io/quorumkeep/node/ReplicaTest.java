// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.application.Retrieval;
import io.quorumkeep.node.application.RetrievalResult;
import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.replication.StateDigest;
import io.quorumkeep.node.store.StateReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Origin ADMIN = new Origin(LocalReplicas.ADMIN, "127.0.0.1:1");

  @Test
  void givenThreeNewReplicas_whenTheyStart_thenEachDispensesTheSameKey(@TempDir Path directory)
      throws Exception {
    try (LocalReplicas replicas = LocalReplicas.start(directory)) {
      await()
          .atMost(PATIENCE)
          .until(() -> replicas.all().stream().noneMatch(r -> r.materials().isSealed()));
      KeyName name = new KeyName("pay", "card");

      Outcome created = create(replicas.get(0), name);
      List<String> material =
          replicas.all().stream().map(replica -> retrieve(replica, name, 1)).toList();

      assertThat(created.rejection()).isNull();
      assertThat(material).doesNotContainNull();
      assertThat(material.get(0)).hasSize(64);
      assertThat(material).allMatch(material.get(0)::equals);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(replicas.all().stream().map(ReplicaTest::digest).distinct())
                      .hasSize(1));
      assertThat(new StateReader(replicas.get(0).store()).usage(name, 1).count()).isEqualTo(3);
    }
  }

  private static String digest(Replica replica) {
    return HexFormat.of().formatHex(StateDigest.ofReplica(replica.store()));
  }

  private static Outcome create(Replica replica, KeyName name) throws Exception {
    KeyLifecycle lifecycle = LocalReplicas.lifecycle(replica);
    return lifecycle
        .create(
            new Submissions.Request(ADMIN, new RequestId(7, 7), 1, PATIENCE),
            new KeyLifecycle.NewKey(
                name,
                KeyAlgorithm.AES_256,
                KeyUsages.DATA_ENCRYPTION,
                false,
                null,
                KeyAttributes.of(UsagePeriods.WITHOUT_END, List.of())))
        .get();
  }

  private static String retrieve(Replica replica, KeyName name, long id) {
    Retrieval retrieval = new Retrieval(replica.submissions(), replica.materials());
    CompletableFuture<String> answer = new CompletableFuture<>();
    RequestId requestId = new RequestId(id, System.identityHashCode(replica));
    retrieval.retrieve(
        ADMIN,
        List.of(new Retrieval.Item(new KeyVersionName(name, 0), requestId, 2)),
        PATIENCE,
        (results, material) ->
            answer.complete(
                results.get(0) instanceof RetrievalResult.Released
                    ? HexFormat.of().formatHex(material.at(0))
                    : results.get(0).toString()));
    return answer.join();
  }
}
