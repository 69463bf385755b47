// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorumkeep.node.application.Erasures;
import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.application.Queries.Answer;
import io.quorumkeep.node.application.Retrieval;
import io.quorumkeep.node.application.RetrievalResult;
import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.erasure.Attestation;
import io.quorumkeep.node.domain.erasure.EpochOffer;
import io.quorumkeep.node.domain.erasure.ErasureCertificate;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.ErasurePhase;
import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.GuardedAction;
import io.quorumkeep.node.domain.governance.GuardedOperation;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.policy.Effect;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.PrincipalPattern;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import io.quorumkeep.node.replication.EventReplay;
import io.quorumkeep.node.replication.StateDigest;
import io.quorumkeep.node.seal.EpochVault;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.node.store.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasures on three replicas in this process, with their coordinators, logs and disks. */
class ErasureTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Origin ADMIN = new Origin(LocalReplicas.ADMIN, "127.0.0.1:1");
  private static final Origin APPROVER =
      new Origin(new Principal("spiffe://quorumkeep.test/approver"), "127.0.0.1:2");
  private static final List<String> MEMBERS = List.of("node-1", "node-2", "node-3");

  @TempDir Path directory;
  private LocalReplicas replicas;
  private final AtomicLong ids = new AtomicLong();

  @BeforeEach
  void start() throws Exception {
    replicas = LocalReplicas.start(directory);
    await()
        .atMost(PATIENCE)
        .until(() -> replicas.all().stream().noneMatch(r -> r.materials().isSealed()));
  }

  @AfterEach
  void stop() {
    replicas.close();
  }

  @Test
  void givenKeys_whenErased_thenAllOpenUnderTheNextEpochAndNoNodeHasTheOldSecret()
      throws Exception {
    createAll(0, 710);
    destroyAll(700, 710);
    String before = retrieve(0, 5);

    assertThat(start(0).rejection()).isNull();
    Rejection second = start(1).rejection();
    // Meanwhile requests go on, whatever the epoch is when they are applied.
    createAll(710, 910);
    awaitErased(1, 0, 1, 2);
    createAll(910, 920);

    assertThat(second).extracting(Rejection::reason).isEqualTo(Reason.ERASURE_RUNNING);
    for (int node = 0; node < 3; node++) {
      Replica replica = replicas.get(node);
      ErasureState state = replica.stateMachine().erasure();
      assertThat(state.materials().byEpoch()).containsOnlyKeys(2).containsValue(910L);
      awaitEpochs(node, 2);
      assertThat(retrieve(node, 5)).isEqualTo(before);
      assertThat(retrieve(node, 915)).hasSize(64);
      assertThat(retrieve(node, 705)).contains("KEY_STATE_FORBIDS");
    }
    ErasureCertificate certificate =
        new StateReader(replicas.get(0).store()).certificates(0, 5).get(0);
    assertThat(certificate.epoch()).isEqualTo(1);
    assertThat(certificate.reason()).isEqualTo("test");
    assertThat(certificate.destroyedVersions()).isEqualTo(10);
    assertThat(replicas.get(0).stateMachine().erasure().destroyed().total()).isZero();
    assertThat(certificate.rewrapped()).isBetween(700L, 900L);
    assertThat(certificate.attestations())
        .extracting(Attestation::member)
        .containsExactlyInAnyOrderElementsOf(MEMBERS);
    assertSameStateAndReplay();
  }

  @Test
  void givenMemberThatIsDown_whenErased_thenCompleteWhenItIsBack() throws Exception {
    createAll(0, 50);
    replicas.stop(2);

    assertThat(start(0).rejection()).isNull();
    await()
        .atMost(PATIENCE)
        .until(() -> phase(0) == ErasurePhase.PURGING && run(0).attestations().size() == 2);
    createAll(50, 60);
    replicas.restart(2);
    awaitErased(1, 0, 1, 2);

    assertThat(retrieve(2, 7)).isEqualTo(retrieve(0, 7));
    assertThat(retrieve(2, 55)).isEqualTo(retrieve(1, 55));
    awaitEpochs(2, 2);
    assertSameStateAndReplay();
  }

  @Test
  void givenLeaderThatStopsInTheMiddle_whenErased_thenAnotherGoesOn() throws Exception {
    createAll(0, 2_000);
    int leader = leader();
    int other = (leader + 1) % 3;

    assertThat(start(other).rejection()).isNull();
    await().atMost(PATIENCE).until(() -> replicas.get(other).stateMachine().erasure().epoch() == 2);
    replicas.stop(leader);
    await()
        .atMost(PATIENCE)
        .until(() -> phase(other) == ErasurePhase.PURGING && run(other).attestations().size() == 2);
    replicas.restart(leader);
    awaitErased(1, 0, 1, 2);

    assertThat(start(other).rejection()).isNull();
    awaitErased(2, 0, 1, 2);
    for (int node = 0; node < 3; node++) {
      awaitEpochs(node, 3);
      assertThat(retrieve(node, 1_999)).hasSize(64);
    }
    assertThat(new StateReader(replicas.get(0).store()).certificates(0, 5))
        .extracting(ErasureCertificate::epoch)
        .containsExactly(2, 1);
    assertSameStateAndReplay();
  }

  @Test
  void givenLeaderThatDisappearsWithTheSecretItOffered_whenErased_thenAnotherOneIsMadeAndTaken()
      throws Exception {
    createAll(0, 20);
    int lost = leader();
    int other = (lost + 1) % 3;
    replicas.stop(lost);
    // It made the secret, and offered it, and nobody fetched it.
    String offered = secretOf(lost);
    await()
        .atMost(PATIENCE)
        .until(() -> replicas.get(other).raft().log().status().leader() != null);
    startWithOffer(other, new EpochOffer(offered, MEMBERS.get(lost)));

    assertThat(run(other).holders()).isEmpty();
    await().atMost(PATIENCE).until(() -> replicas.get(other).stateMachine().erasure().epoch() == 2);
    EpochOffer taken = Objects.requireNonNull(run(other).offer());
    assertThat(taken.by()).isNotEqualTo(MEMBERS.get(lost));
    assertThat(taken.fingerprint()).isNotEqualTo(offered);
    replicas.restart(lost);
    awaitErased(1, 0, 1, 2);

    for (int node = 0; node < 3; node++) {
      awaitEpochs(node, 2);
      assertThat(retrieve(node, 7)).hasSize(64);
    }
    assertThat(retrieve(lost, 7)).isEqualTo(retrieve(other, 7));
    assertSameStateAndReplay();
  }

  private String secretOf(int stopped) {
    try (EpochVault vault = replicas.vaultOf(stopped)) {
      vault.create(2);
      return Objects.requireNonNull(vault.fingerprint(2));
    }
  }

  /** In one entry, so that no leader that lives makes an offer in between. */
  private void startWithOffer(int node, EpochOffer offer) {
    Replica replica = replicas.get(node);
    // What comes while these are under way is sent together.
    for (int i = 0; i < 20; i++) {
      var unused =
          replica
              .submissions()
              .submit(request(), new CommandBody.Read(Permission.READ_CLUSTER, "*", 0));
    }
    CompletableFuture<Outcome> started =
        replica
            .submissions()
            .submit(
                request(), new CommandBody.Erase(new ErasureCommand.Start(MEMBERS, "test", false)));
    CompletableFuture<Outcome> made =
        replica
            .submissions()
            .submit(request(), new CommandBody.Erase(new ErasureCommand.Offer(2, offer, "")));
    assertThat(started.join().rejection()).isNull();
    assertThat(made.join().rejection()).isNull();
  }

  private void assertSameStateAndReplay() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(replicas.all().stream().map(ErasureTest::digest).distinct()).hasSize(1));
    InMemoryKeyValueStore fresh = new InMemoryKeyValueStore();
    EventReplay.replay(replicas.get(0).store(), fresh);
    assertThat(StateDigest.ofEventSourced(fresh))
        .isEqualTo(StateDigest.ofEventSourced(replicas.get(0).store()));
    assertThat(fresh.get(Table.ERASURE, RowKeys.erasure()))
        .isEqualTo(replicas.get(0).store().get(Table.ERASURE, RowKeys.erasure()));
  }

  private static String digest(Replica replica) {
    return HexFormat.of().formatHex(StateDigest.ofReplica(replica.store()));
  }

  private void awaitErased(long certificates, int... nodes) {
    for (int node : nodes) {
      await()
          .atMost(PATIENCE)
          .until(() -> replicas.get(node).stateMachine().erasure().certificates() == certificates);
    }
  }

  private void awaitEpochs(int node, Integer... epochs) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(replicas.get(node).secretEpochs()).containsExactly(epochs));
  }

  private int leader() {
    for (int node = 0; node < 3; node++) {
      if (replicas.get(node).raft().log().status().isLeader()) {
        return node;
      }
    }
    throw new AssertionError("no leader");
  }

  private ErasureRun run(int node) {
    ErasureRun run = replicas.get(node).stateMachine().erasure().run();
    if (run == null) {
      throw new AssertionError("no erasure is under way");
    }
    return run;
  }

  private ErasurePhase phase(int node) {
    return run(node).phase();
  }

  private Answer<ErasureState> start(int node) throws Exception {
    Replica replica = replicas.get(node);
    return new Erasures(
            replica.submissions(), new StateReader(replica.store()), Runnable::run, MEMBERS)
        .start(request(), "test")
        .get();
  }

  private Submissions.Request request() {
    return new Submissions.Request(ADMIN, new RequestId(7, ids.incrementAndGet()), 1, PATIENCE);
  }

  private static KeyName key(int number) {
    return new KeyName("pay", "card-" + number);
  }

  private void createAll(int from, int to) {
    List<CompletableFuture<Outcome>> answers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Replica replica = replicas.get(i % 2);
      KeyLifecycle lifecycle = LocalReplicas.lifecycle(replica);
      answers.add(
          lifecycle.create(
              request(),
              new KeyLifecycle.NewKey(
                  key(i),
                  KeyAlgorithm.AES_256,
                  KeyUsages.DATA_ENCRYPTION,
                  false,
                  null,
                  KeyAttributes.of(UsagePeriods.WITHOUT_END, List.of()))));
    }
    answers.forEach(answer -> assertThat(answer.join().rejection()).isNull());
  }

  private void destroyAll(int from, int to) {
    Replica replica = replicas.get(0);
    KeyLifecycle lifecycle = LocalReplicas.lifecycle(replica);
    grantApproval(replica);
    for (int i = from; i < to; i++) {
      String proposal = "destroy-" + i;
      GuardedAction action =
          GuardedAction.ofKey(GuardedOperation.DESTROY_KEY, key(i), /* version= */ 0);
      govern(replica, ADMIN, new GovernanceCommand.CreateProposal(proposal, action, "over", null));
      govern(replica, APPROVER, new GovernanceCommand.ApproveProposal(proposal, "seen"));
      Outcome outcome =
          lifecycle.destroy(request(), new KeyCommand.Destroy(key(i), 0, proposal, "over")).join();
      assertThat(outcome.rejection()).isNull();
    }
  }

  private void grantApproval(Replica replica) {
    PolicyCommand grant =
        new PolicyCommand.Create(
            "approver-" + ids.incrementAndGet(),
            new PrincipalPattern(APPROVER.principal().uri()),
            ResourcePattern.EVERYTHING,
            List.of(Permission.APPROVE_PROPOSAL),
            Effect.ALLOW);
    accept(replica, ADMIN, new CommandBody.ChangePolicy(grant));
  }

  private void govern(Replica replica, Origin who, GovernanceCommand command) {
    accept(replica, who, new CommandBody.Govern(command));
  }

  private void accept(Replica replica, Origin who, CommandBody body) {
    Submissions.Request request =
        new Submissions.Request(who, new RequestId(8, ids.incrementAndGet()), 1, PATIENCE);
    assertThat(replica.submissions().submit(request, body).join().rejection()).isNull();
  }

  private String retrieve(int node, int number) {
    Replica replica = replicas.get(node);
    CompletableFuture<String> answer = new CompletableFuture<>();
    new Retrieval(replica.submissions(), replica.materials())
        .retrieve(
            ADMIN,
            List.of(
                new Retrieval.Item(
                    new KeyVersionName(key(number), 0),
                    new RequestId(8, ids.incrementAndGet()),
                    2)),
            PATIENCE,
            (results, material) ->
                answer.complete(
                    results.get(0) instanceof RetrievalResult.Released
                        ? HexFormat.of().formatHex(material.at(0))
                        : results.get(0).toString()));
    return answer.join();
  }
}
