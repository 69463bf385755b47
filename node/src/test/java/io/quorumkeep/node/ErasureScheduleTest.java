// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.erasure.ErasureCertificate;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.raft.PeerId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Erasures that begin by themselves: nobody asks for anything but the destructions, long before.
 */
class ErasureScheduleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Origin ADMIN = new Origin(LocalReplicas.ADMIN, "127.0.0.1:1");

  @TempDir Path directory;
  private LocalReplicas replicas;
  private final AtomicLong ids = new AtomicLong();

  @BeforeEach
  void start() throws Exception {
    replicas = LocalReplicas.start(directory, /* erasesDaily= */ true);
    await()
        .atMost(PATIENCE)
        .until(() -> replicas.all().stream().noneMatch(r -> r.materials().isSealed()));
  }

  @AfterEach
  void stop() {
    replicas.close();
  }

  @Test
  void givenDailySchedule_whenVersionsAreDestroyed_thenErasedAtOnceAndTheNextADayLater() {
    createThenDestroy("first", WEEK);
    createThenDestroy("second", WEEK.plusHours(12));
    assertThat(erasure().run()).isNull();

    replicas.advance(WEEK);
    awaitCertificates(1);
    ErasureCertificate first = newest();

    assertThat(first.reason()).isEqualTo("scheduled");
    assertThat(first.startedBy()).startsWith("spiffe://test.local/node/");
    assertThat(first.destroyedVersions()).isEqualTo(1);

    // A leader that did not begin one lately begins as soon as it may.
    moveLeadership();
    replicas.advance(Duration.ofHours(13));
    await().atMost(PATIENCE).until(() -> erasure().destroyed().total() == 1);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(PATIENCE)
        .until(() -> erasure().run() == null && erasure().certificates() == 1);
    replicas.advance(Duration.ofHours(12));
    awaitCertificates(2);

    assertThat(newest().epoch()).isEqualTo(first.epoch() + 1);
    assertThat(newest().destroyedVersions()).isEqualTo(1);
    assertThat(newest().reason()).isEqualTo("scheduled");
  }

  @Test
  void givenDailySchedule_whenNothingWasDestroyed_thenNothingBegins() {
    create("kept");

    replicas.advance(Duration.ofDays(3));

    await()
        .during(Duration.ofSeconds(1))
        .atMost(PATIENCE)
        .until(() -> erasure().run() == null && erasure().certificates() == 0);
  }

  private void createThenDestroy(String name, Duration after) {
    KeyName key = create(name);
    accepted(
        lifecycle()
            .scheduleDestruction(
                request(), new KeyCommand.ScheduleDestruction(key, 0, after, "over")));
  }

  private KeyName create(String name) {
    KeyName key = new KeyName("pay", name);
    accepted(
        lifecycle()
            .create(
                request(),
                new KeyLifecycle.NewKey(
                    key,
                    KeyAlgorithm.AES_256,
                    KeyUsages.DATA_ENCRYPTION,
                    false,
                    null,
                    KeyAttributes.of(UsagePeriods.WITHOUT_END, List.of()))));
    return key;
  }

  private static void accepted(CompletableFuture<Outcome> answer) {
    assertThat(answer.join().rejection()).isNull();
  }

  private KeyLifecycle lifecycle() {
    return LocalReplicas.lifecycle(replicas.get(0));
  }

  private Submissions.Request request() {
    return new Submissions.Request(ADMIN, new RequestId(7, ids.incrementAndGet()), 1, PATIENCE);
  }

  private void moveLeadership() {
    int leader = leader();
    int next = (leader + 1) % 3;
    replicas
        .get(leader)
        .raft()
        .transferLeadership(new PeerId("node-" + (next + 1)), PATIENCE)
        .join();
    await().atMost(PATIENCE).until(() -> replicas.get(next).raft().log().status().isLeader());
  }

  private int leader() {
    for (int node = 0; node < 3; node++) {
      if (replicas.get(node).raft().log().status().isLeader()) {
        return node;
      }
    }
    throw new AssertionError("no leader");
  }

  private ErasureState erasure() {
    return replicas.get(0).stateMachine().erasure();
  }

  private void awaitCertificates(long count) {
    await().atMost(PATIENCE).until(() -> erasure().certificates() == count);
  }

  private ErasureCertificate newest() {
    return new StateReader(replicas.get(0).store()).certificates(0, 1).get(0);
  }
}
