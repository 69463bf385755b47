// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.quorumkeep.client.fake.Answers;
import io.quorumkeep.client.fake.FakeCluster;
import io.quorumkeep.v1.CancelDestructionRequest;
import io.quorumkeep.v1.CancelDestructionResponse;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.CreateKeyResponse;
import io.quorumkeep.v1.DestroyKeyRequest;
import io.quorumkeep.v1.DestroyKeyResponse;
import io.quorumkeep.v1.GetKeyResponse;
import io.quorumkeep.v1.Key;
import io.quorumkeep.v1.KeyState;
import io.quorumkeep.v1.KeyUsage;
import io.quorumkeep.v1.KeyVersion;
import io.quorumkeep.v1.ReactivateKeyRequest;
import io.quorumkeep.v1.ReactivateKeyResponse;
import io.quorumkeep.v1.RotateKeyRequest;
import io.quorumkeep.v1.RotateKeyResponse;
import io.quorumkeep.v1.ScheduleDestructionRequest;
import io.quorumkeep.v1.ScheduleDestructionResponse;
import io.quorumkeep.v1.SuspendKeyRequest;
import io.quorumkeep.v1.SuspendKeyResponse;
import io.quorumkeep.v1.UpdateKeyRequest;
import io.quorumkeep.v1.UpdateKeyResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Destroying and keeping keys, and the flags for attributes. */
@Timeout(60)
class KeyDestroyCommandTest {
  private static final String CARD = "namespaces/pay/keys/card";
  private static final int DAY = 86_400;

  @TempDir Path directory;
  @TempDir Path home;

  private FakeCluster cluster;
  private CliRun cli;

  @BeforeEach
  void start() {
    cluster = FakeCluster.start(directory, 1);
    cli = CliRun.of(cluster, home);
    Key key = Answers.key(CARD);
    KeyVersion version =
        KeyVersion.newBuilder()
            .setName(CARD + "/versions/3")
            .setState(KeyState.KEY_STATE_ACTIVE)
            .setCreateTime(Answers.NOON)
            .build();
    answer("GetKey", GetKeyResponse.newBuilder().setKey(key).setVersion(version).build());
    answer(
        "ScheduleDestruction",
        ScheduleDestructionResponse.newBuilder().setKey(key).setVersion(version).build());
    answer("DestroyKey", DestroyKeyResponse.newBuilder().setKey(key).build());
    answer("CancelDestruction", CancelDestructionResponse.newBuilder().setKey(key).build());
    answer("CreateKey", CreateKeyResponse.newBuilder().setKey(key).build());
    answer("UpdateKey", UpdateKeyResponse.newBuilder().setKey(key).build());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void givenSpan_whenDestroyed_thenItIsPlannedForThen() {
    assertThat(run("destroy", "pay/card", "--in", "10d", "--reason", "unused", "--yes"))
        .as(cli.err())
        .isZero();

    ScheduleDestructionRequest request = cluster.requests(ScheduleDestructionRequest.class).get(0);
    assertThat(request.getName()).isEqualTo(CARD);
    assertThat(request.getAfter().getSeconds()).isEqualTo(10 * DAY);
    assertThat(request.getReason()).isEqualTo("unused");
    assertThat(cluster.requests(DestroyKeyRequest.class)).isEmpty();
  }

  @Test
  void givenNoSpan_whenAVersionIsDestroyed_thenItIsPlannedForThirtyDays() {
    assertThat(run("destroy", "pay/card/2", "--yes")).as(cli.err()).isZero();

    ScheduleDestructionRequest request = cluster.requests(ScheduleDestructionRequest.class).get(0);
    assertThat(request.getName()).isEqualTo(CARD + "/versions/2");
    assertThat(request.getAfter().getSeconds()).isEqualTo(30 * DAY);
  }

  @Test
  void givenProposal_whenDestroyedNow_thenTheRequestNamesIt() {
    assertThat(run("destroy", "pay/card", "--now", "--proposal", "gone", "--yes"))
        .as(cli.err())
        .isZero();

    DestroyKeyRequest request = cluster.requests(DestroyKeyRequest.class).get(0);
    assertThat(request.getName()).isEqualTo(CARD);
    assertThat(request.getProposal()).isEqualTo("proposals/gone");
    assertThat(cluster.requests(ScheduleDestructionRequest.class)).isEmpty();
  }

  @Test
  void givenDryRun_whenDestroyed_thenItIsShownAndNothingIsAskedFor() {
    assertThat(run("destroy", "pay/card", "--dry-run")).as(cli.err()).isZero();

    assertThat(cli.err()).contains("was never used");
    assertThat(cli.out()).contains("card");
    assertNothingWasDestroyed();
  }

  @Test
  void givenTerminal_whenDestroyed_thenItWarnsAndAsksForTheName() {
    cli.atTerminal("yes\n");
    assertThat(run("destroy", "pay/card", "--now")).isEqualTo(1);
    assertThat(cli.err()).contains("was never used").contains("cannot be taken back");
    assertNothingWasDestroyed();

    cli.atTerminal(CARD + "\n");
    assertThat(run("destroy", "pay/card", "--now")).as(cli.err()).isZero();
    assertThat(cluster.requests(DestroyKeyRequest.class)).hasSize(1);
  }

  @Test
  void givenScript_whenDestroyed_thenItNeedsYes() {
    assertThat(run("destroy", "pay/card")).isEqualTo(1);

    assertThat(cli.err()).contains("--yes");
    assertNothingWasDestroyed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "destroy pay/card --now --in 10d --yes",
        "destroy pay/card --proposal gone --yes",
        "destroy pay/card --in soon --yes",
        "destroy --yes",
        "keep"
      })
  void givenWrongCommandLine_whenRun_thenNothingIsSent(String command) {
    assertThat(run(command.split(" "))).isEqualTo(1);

    assertNothingWasDestroyed();
    assertThat(cluster.requests(CancelDestructionRequest.class)).isEmpty();
  }

  @Test
  void givenPlannedDestruction_whenKept_thenItIsCancelled() {
    assertThat(run("keep", "pay/card/2", "--reason", "still needed")).as(cli.err()).isZero();

    CancelDestructionRequest request = cluster.requests(CancelDestructionRequest.class).get(0);
    assertThat(request.getName()).isEqualTo(CARD + "/versions/2");
    assertThat(request.getReason()).isEqualTo("still needed");
  }

  @Test
  void givenAttributes_whenCreated_thenTheRequestHasThem() {
    assertThat(
            run(
                ("create pay/card --usage wrap-key --usage unwrap-key --without-end"
                        + " --activate-at 2026-03-01T12:00:00Z --owner team-pay --deletable false"
                        + " --exportable true --mirrored true --rotate-every 90d"
                        + " --rotate-after-operations 1000 --rotate-after-bytes 2000"
                        + " --max-operations 3000 --max-bytes 4000 --description secret")
                    .split(" ")))
        .as(cli.err())
        .isZero();

    CreateKeyRequest request = cluster.requests(CreateKeyRequest.class).get(0);
    assertThat(request.getUsagesList())
        .containsExactly(KeyUsage.KEY_USAGE_WRAP_KEY, KeyUsage.KEY_USAGE_UNWRAP_KEY);
    assertThat(request.getWithoutEnd()).isTrue();
    assertThat(request.getActivationTime()).isEqualTo(Answers.NOON);
    assertThat(request.getOwner()).isEqualTo("team-pay");
    assertThat(request.getDescription()).isEqualTo("secret");
    assertThat(request.hasDeletable() && !request.getDeletable()).isTrue();
    assertThat(request.getExportable()).isTrue();
    assertThat(request.getMirrored()).isTrue();
    assertThat(request.getRotationPolicy().getPeriod().getSeconds()).isEqualTo(90 * DAY);
    assertThat(request.getRotationPolicy().getMaxOperations()).isEqualTo(1000);
    assertThat(request.getRotationPolicy().getMaxBytes()).isEqualTo(2000);
    assertThat(request.getUsageBudget().getMaxOperations()).isEqualTo(3000);
    assertThat(request.getUsageBudget().getMaxBytes()).isEqualTo(4000);
  }

  @Test
  void givenSomeAttributes_whenUpdated_thenTheEtagSeenGoesAlong() {
    assertThat(
            run(
                ("update pay/card --owner risk --rotate-every none --max-operations 9"
                        + " --reason moved")
                    .split(" ")))
        .as(cli.err())
        .isZero();

    UpdateKeyRequest request = cluster.requests(UpdateKeyRequest.class).get(0);
    assertThat(request.getKey().getEtag()).isEqualTo("e1");
    assertThat(request.getKey().getOwner()).isEqualTo("risk");
    assertThat(request.getKey().getRotationPolicy().hasPeriod()).isFalse();
    assertThat(request.getKey().getUsageBudget().getMaxOperations()).isEqualTo(9);
    assertThat(request.getReason()).isEqualTo("moved");
    assertThat(request.getUpdateMask().getPathsList())
        .contains("owner", "rotation_policy", "usage_budget")
        .doesNotContain("labels", "originator_usage_period");
  }

  @Test
  void givenActivationTime_whenUpdated_thenOnlyThatIsNamed() {
    assertThat(run("update", "pay/card", "--activate-time", "2026-03-01T12:00:00Z"))
        .as(cli.err())
        .isZero();
    assertThat(run("update", "pay/card", "--no-activate-time")).as(cli.err()).isZero();

    List<UpdateKeyRequest> requests = cluster.requests(UpdateKeyRequest.class);
    assertThat(requests)
        .allSatisfy(
            request ->
                assertThat(request.getUpdateMask().getPathsList())
                    .containsExactly("scheduled_activation_time"));
    assertThat(requests.get(0).getKey().getScheduledActivationTime()).isEqualTo(Answers.NOON);
    assertThat(requests.get(1).getKey().hasScheduledActivationTime()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update pay/card --activate-time soon",
        "update pay/card --activate-time 2026-03-01T12:00:00Z --no-activate-time"
      })
  void givenActivationTimeThatCannotBe_whenUpdated_thenNothingIsSent(String command) {
    assertThat(run(command.split(" "))).isEqualTo(1);

    assertThat(cluster.requests(UpdateKeyRequest.class)).isEmpty();
  }

  @Test
  void givenReason_whenRotatedSuspendedAndReactivated_thenTheRequestsHaveIt() {
    Key key = Answers.key(CARD);
    answer("RotateKey", RotateKeyResponse.newBuilder().setKey(key).build());
    answer("SuspendKey", SuspendKeyResponse.newBuilder().setKey(key).build());
    answer("ReactivateKey", ReactivateKeyResponse.newBuilder().setKey(key).build());

    assertThat(run("rotate", "pay/card", "--reason", "new terminals")).as(cli.err()).isZero();
    assertThat(run("suspend", "pay/card/2", "--reason", "to check")).as(cli.err()).isZero();
    assertThat(run("reactivate", "pay/card/2", "--reason", "checked")).as(cli.err()).isZero();
    assertThat(run("suspend", "pay/card")).as(cli.err()).isZero();

    assertThat(cluster.requests(RotateKeyRequest.class))
        .extracting(RotateKeyRequest::getReason)
        .containsExactly("new terminals");
    assertThat(cluster.requests(SuspendKeyRequest.class))
        .extracting(SuspendKeyRequest::getReason)
        .containsExactly("to check", "");
    assertThat(cluster.requests(ReactivateKeyRequest.class))
        .extracting(ReactivateKeyRequest::getReason)
        .containsExactly("checked");
  }

  private int run(String... rest) {
    String[] all = new String[rest.length + 1];
    all[0] = "key";
    System.arraycopy(rest, 0, all, 1, rest.length);
    return cli.run(all);
  }

  private void assertNothingWasDestroyed() {
    assertThat(cluster.requests(DestroyKeyRequest.class)).isEmpty();
    assertThat(cluster.requests(ScheduleDestructionRequest.class)).isEmpty();
  }

  private void answer(String method, Message answer) {
    cluster.onAll(method, request -> Optional.of(answer));
  }
}
