// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import io.quorumkeep.v1.AuditServiceGrpc;
import io.quorumkeep.v1.CancelDestructionRequest;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.DestroyKeyRequest;
import io.quorumkeep.v1.GetKeyRequest;
import io.quorumkeep.v1.GetKeyResponse;
import io.quorumkeep.v1.Key;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.KeyState;
import io.quorumkeep.v1.KeyUsage;
import io.quorumkeep.v1.ListAuditRecordsRequest;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResponse;
import io.quorumkeep.v1.RotateKeyRequest;
import io.quorumkeep.v1.RotationPolicy;
import io.quorumkeep.v1.ScheduleDestructionRequest;
import io.quorumkeep.v1.ScheduleDestructionResponse;
import io.quorumkeep.v1.UpdateKeyRequest;
import io.quorumkeep.v1.UsageBudget;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes, budgets, what happens by itself, and destruction, over the wire. */
class LifeByItselfTest {
  private static final String PARENT = "namespaces/life";
  private static final int DAY = 86_400;

  private ApiFixture api;
  private KeyServiceGrpc.KeyServiceBlockingStub keys;
  private RetrievalServiceGrpc.RetrievalServiceBlockingStub retrieval;

  @BeforeEach
  void start() {
    api = ApiFixture.start();
    keys = KeyServiceGrpc.newBlockingStub(api.admin());
    retrieval = RetrievalServiceGrpc.newBlockingStub(api.admin());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static CreateKeyRequest.Builder newKey(String id) {
    return CreateKeyRequest.newBuilder()
        .setParent(PARENT)
        .setKeyId(id)
        .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256);
  }

  private static Duration days(int days) {
    return Duration.newBuilder().setSeconds((long) days * DAY).build();
  }

  private GetKeyResponse get(String name) {
    return keys.getKey(GetKeyRequest.newBuilder().setName(name).build());
  }

  private RetrieveKeyResponse retrieve(String name) {
    return retrieval.retrieveKey(RetrieveKeyRequest.newBuilder().setName(name).build());
  }

  private void passDays(int days) {
    api.node().advance(java.time.Duration.ofDays(days));
  }

  @Test
  void givenNoPeriods_whenCreated_thenThoseOfTheStandardForItsKind() {
    Key data = keys.createKey(newKey("data").build()).getKey();
    Key derivation =
        keys.createKey(newKey("derive").addUsages(KeyUsage.KEY_USAGE_DERIVE_KEY).build()).getKey();
    Key endless = keys.createKey(newKey("endless").setWithoutEnd(true).build()).getKey();

    assertThat(data.getOriginatorUsagePeriod()).isEqualTo(days(730));
    assertThat(data.getRecipientUsagePeriod()).isEqualTo(days(1825));
    assertThat(data.getUsagesList())
        .containsExactly(KeyUsage.KEY_USAGE_ENCRYPT, KeyUsage.KEY_USAGE_DECRYPT);
    assertThat(data.getDeletable()).isTrue();
    assertThat(data.getExportable()).isTrue();
    assertThat(derivation.getRecipientUsagePeriod()).isEqualTo(days(365));
    assertThat(endless.hasOriginatorUsagePeriod()).isFalse();
  }

  @Test
  void givenUsagesOfTwoPurposes_whenCreated_thenRefused() {
    CreateKeyRequest both =
        newKey("both")
            .addUsages(KeyUsage.KEY_USAGE_WRAP_KEY)
            .addUsages(KeyUsage.KEY_USAGE_ENCRYPT)
            .build();

    assertThat(refusal(() -> keys.createKey(both)).reason()).isEqualTo("INVALID_ARGUMENT");
    assertThat(refusal(() -> keys.createKey(newKey("x").addUsagesValue(77).build())).reason())
        .isEqualTo("UNKNOWN_ENUM_VALUE");
  }

  @Test
  void givenActivationTime_whenItComes_thenActiveByItself() {
    long tomorrow = System.currentTimeMillis() / 1_000 + DAY;
    Key key =
        keys.createKey(
                newKey("later")
                    .setActivationTime(Timestamp.newBuilder().setSeconds(tomorrow))
                    .build())
            .getKey();
    assertThat(key.getState()).isEqualTo(KeyState.KEY_STATE_PRE_ACTIVE);
    assertThat(refusal(() -> retrieve(key.getName())).reason()).isEqualTo("KEY_STATE_FORBIDS");

    passDays(2);

    await().until(() -> get(key.getName()).getKey().getState() == KeyState.KEY_STATE_ACTIVE);
    assertThat(retrieve(key.getName()).getMaterial().size()).isEqualTo(32);
  }

  private static UpdateKeyRequest activation(Key.Builder key) {
    return UpdateKeyRequest.newBuilder()
        .setKey(key)
        .setUpdateMask(FieldMask.newBuilder().addPaths("scheduled_activation_time"))
        .setReason("moved")
        .build();
  }

  private static Key.Builder activatedAt(String name, long seconds) {
    return Key.newBuilder()
        .setName(name)
        .setScheduledActivationTime(Timestamp.newBuilder().setSeconds(seconds));
  }

  @Test
  void givenPreActiveKey_whenItsActivationIsMoved_thenActiveByItselfAtTheNewTimeAndOnRecord() {
    long tomorrow = System.currentTimeMillis() / 1_000 + DAY;
    String name = keys.createKey(newKey("moved").setPreActive(true).build()).getKey().getName();

    Key planned = keys.updateKey(activation(activatedAt(name, tomorrow))).getKey();
    Key never = keys.updateKey(activation(Key.newBuilder().setName(name))).getKey();
    passDays(2);
    KeyState meanwhile = get(name).getKey().getState();
    Key atOnce = keys.updateKey(activation(activatedAt(name, tomorrow))).getKey();

    assertThat(planned.getScheduledActivationTime().getSeconds()).isEqualTo(tomorrow);
    assertThat(never.hasScheduledActivationTime()).isFalse();
    assertThat(meanwhile).isEqualTo(KeyState.KEY_STATE_PRE_ACTIVE);
    assertThat(atOnce.getScheduledActivationTime().getSeconds()).isGreaterThan(tomorrow);
    await().until(() -> get(name).getKey().getState() == KeyState.KEY_STATE_ACTIVE);
    assertThat(get(name).getKey().hasScheduledActivationTime()).isFalse();
    String asked = java.time.Instant.ofEpochSecond(tomorrow).toString();
    assertThat(activationsOnRecord()).containsExactly(asked, "none", asked);
  }

  private List<String> activationsOnRecord() {
    return AuditServiceGrpc.newBlockingStub(api.admin())
        .listAuditRecords(ListAuditRecordsRequest.newBuilder().setPageSize(1_000).build())
        .getRecordsList()
        .stream()
        .filter(record -> record.getOperation().equals("UPDATE_KEY"))
        .flatMap(record -> record.getDetailsList().stream())
        .filter(detail -> detail.getName().equals("activate_time"))
        .map(io.quorumkeep.v1.AuditDetail::getValue)
        .toList();
  }

  @Test
  void givenActiveKey_whenItsActivationIsEdited_thenRefusedAndUnchanged() {
    Key key = keys.createKey(newKey("active").build()).getKey();
    long tomorrow = System.currentTimeMillis() / 1_000 + DAY;

    for (Key.Builder edit :
        List.of(activatedAt(key.getName(), tomorrow), Key.newBuilder().setName(key.getName()))) {
      assertThat(refusal(() -> keys.updateKey(activation(edit))).reason())
          .isEqualTo("KEY_STATE_FORBIDS");
    }

    assertThat(get(key.getName()).getKey()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 253_402_300_800L})
  void givenTimeThatCannotBe_whenTheActivationIsEdited_thenRefused(long seconds) {
    UpdateKeyRequest request = activation(activatedAt(PARENT + "/keys/any", seconds));

    assertThat(refusal(() -> keys.updateKey(request)).reason()).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void givenRotationPeriod_whenItIsOver_thenRotatedByItselfAndRecorded() {
    Key key =
        keys.createKey(
                newKey("periodic")
                    .setRotationPolicy(RotationPolicy.newBuilder().setPeriod(days(30)))
                    .build())
            .getKey();
    assertThat(key.hasNextRotationTime()).isTrue();

    passDays(31);

    await().until(() -> get(key.getName()).getKey().getCurrentVersion() == 2);
    assertThat(operations()).contains("ROTATE_KEY");
    assertThat(get(key.getName()).getKey().getNextRotationTime().getSeconds())
        .isEqualTo(key.getNextRotationTime().getSeconds() + 30L * DAY);
  }

  private List<String> operations() {
    return AuditServiceGrpc.newBlockingStub(api.admin())
        .listAuditRecords(ListAuditRecordsRequest.newBuilder().setPageSize(1_000).build())
        .getRecordsList()
        .stream()
        .map(io.quorumkeep.v1.AuditRecord::getOperation)
        .toList();
  }

  @Test
  void givenRotationAfterOperations_whenTheyAreUsed_thenRotatedByItself() {
    String name =
        keys.createKey(
                newKey("counted")
                    .setRotationPolicy(RotationPolicy.newBuilder().setMaxOperations(100))
                    .build())
            .getKey()
            .getName();

    retrieval.retrieveKey(
        RetrieveKeyRequest.newBuilder().setName(name).setProtectOperations(99).build());
    assertThat(get(name).getKey().hasNextRotationTime()).isFalse();
    retrieve(name);

    await().until(() -> get(name).getKey().getCurrentVersion() == 2);
    assertThat(retrieve(name).getName()).endsWith("/versions/2");
  }

  @Test
  void givenBudget_whenItIsUsedUp_thenRefusedUntilRotated() {
    String name =
        keys.createKey(
                newKey("budget")
                    .setUsageBudget(
                        UsageBudget.newBuilder().setMaxOperations(10).setMaxBytes(1_000))
                    .build())
            .getKey()
            .getName();
    RetrieveKeyRequest eight =
        RetrieveKeyRequest.newBuilder().setName(name).setProtectOperations(8).build();

    retrieval.retrieveKey(eight);
    assertThat(refusal(() -> retrieval.retrieveKey(eight)).reason())
        .isEqualTo("USAGE_BUDGET_EXHAUSTED");
    assertThat(
            refusal(
                    () ->
                        retrieval.retrieveKey(
                            RetrieveKeyRequest.newBuilder()
                                .setName(name)
                                .setProtectBytes(1_001)
                                .build()))
                .reason())
        .isEqualTo("USAGE_BUDGET_EXHAUSTED");
    retrieve(name);
    retrieve(name);
    assertThat(refusal(() -> retrieve(name)).reason()).isEqualTo("USAGE_BUDGET_EXHAUSTED");
    assertThat(get(name).getVersion().getProtectOperations()).isEqualTo(10);
    assertThat(retrieve(name + "/versions/1").getName()).endsWith("/1");

    keys.rotateKey(RotateKeyRequest.newBuilder().setName(name).build());
    assertThat(retrieve(name).getName()).endsWith("/versions/2");
  }

  @Test
  void givenVersion_whenItsPeriodsEnd_thenWarnedAndDeactivatedByItself() {
    String name =
        keys.createKey(
                newKey("expires")
                    .setOriginatorUsagePeriod(days(40))
                    .setRecipientUsagePeriod(days(60))
                    .build())
            .getKey()
            .getName();

    passDays(11);
    await().until(() -> operations().contains("WARN_OF_EXPIRY"));
    passDays(30);
    assertThat(refusal(() -> retrieve(name)).reason()).isEqualTo("OUTSIDE_CRYPTOPERIOD");
    retrieve(name + "/versions/1");
    passDays(30);
    assertThat(refusal(() -> retrieve(name + "/versions/1")).reason()).isNotEmpty();
    await().until(() -> get(name).getVersion().getState() == KeyState.KEY_STATE_DEACTIVATED);
  }

  @Test
  void givenKey_whenItsDestructionIsPlanned_thenNotDispensedUntilCancelledAndGoneInTime() {
    String name = keys.createKey(newKey("doomed").build()).getKey().getName();
    retrieve(name);

    ScheduleDestructionResponse planned =
        keys.scheduleDestruction(
            ScheduleDestructionRequest.newBuilder().setName(name).setReason("unused").build());

    assertThat(planned.getVersion().getLastUsePrincipal()).isNotEmpty();
    assertThat(planned.getVersion().getLastUseOperation()).isEqualTo("RETRIEVE_KEY");
    assertThat(planned.getKey().hasScheduledDestructionTime()).isTrue();
    assertThat(refusal(() -> retrieve(name)).reason()).isEqualTo("DESTRUCTION_SCHEDULED");
    keys.cancelDestruction(CancelDestructionRequest.newBuilder().setName(name).build());
    retrieve(name);

    keys.scheduleDestruction(
        ScheduleDestructionRequest.newBuilder().setName(name).setAfter(days(7)).build());
    passDays(6);
    keys.cancelDestruction(CancelDestructionRequest.newBuilder().setName(name).build());
    keys.scheduleDestruction(
        ScheduleDestructionRequest.newBuilder().setName(name).setAfter(days(7)).build());
    passDays(8);

    await().until(() -> get(name).getKey().getState() == KeyState.KEY_STATE_DESTROYED);
    assertThat(get(name).getVersion().getState()).isEqualTo(KeyState.KEY_STATE_DESTROYED);
    assertThat(refusal(() -> retrieve(name + "/versions/1")).reason())
        .isEqualTo("KEY_STATE_FORBIDS");
    assertThat(refusal(() -> keys.createKey(newKey("doomed").build())).reason())
        .isEqualTo("KEY_ALREADY_EXISTS");
  }

  @Test
  void givenVersions_whenOneIsToGo_thenNotTheCurrentOne() {
    String name = keys.createKey(newKey("parts").build()).getKey().getName();
    keys.rotateKey(RotateKeyRequest.newBuilder().setName(name).build());
    ScheduleDestructionRequest.Builder of =
        ScheduleDestructionRequest.newBuilder().setAfter(days(7));

    assertThat(
            refusal(() -> keys.scheduleDestruction(of.setName(name + "/versions/2").build()))
                .reason())
        .isEqualTo("CURRENT_VERSION");
    keys.scheduleDestruction(of.setName(name + "/versions/1").build());
    assertThat(refusal(() -> retrieve(name + "/versions/1")).reason())
        .isEqualTo("DESTRUCTION_SCHEDULED");
    retrieve(name);
    assertThat(
            refusal(() -> keys.scheduleDestruction(of.setName(name + "/versions/1").build()))
                .reason())
        .isEqualTo("DESTRUCTION_SCHEDULED");
  }

  @Test
  void givenKeyThatIsNotDeletable_whenDestroyed_thenRefused() {
    String name = keys.createKey(newKey("kept").setDeletable(false).build()).getKey().getName();

    assertThat(
            refusal(
                    () ->
                        keys.scheduleDestruction(
                            ScheduleDestructionRequest.newBuilder().setName(name).build()))
                .reason())
        .isEqualTo("KEY_NOT_DELETABLE");
    assertThat(
            refusal(() -> keys.destroyKey(DestroyKeyRequest.newBuilder().setName(name).build()))
                .reason())
        .isIn("KEY_NOT_DELETABLE", "APPROVAL_REQUIRED");
  }

  @Test
  void givenKeyThatIsNotExportable_whenRetrieved_thenRefusedUntilEdited() {
    Key key = keys.createKey(newKey("inside").setExportable(false).build()).getKey();

    assertThat(refusal(() -> retrieve(key.getName())).reason()).isEqualTo("KEY_NOT_EXPORTABLE");
    keys.updateKey(
        UpdateKeyRequest.newBuilder()
            .setKey(key.toBuilder().setExportable(true).setOwner("team-b"))
            .setUpdateMask(FieldMask.newBuilder().addPaths("exportable").addPaths("owner"))
            .build());
    retrieve(key.getName());
    assertThat(get(key.getName()).getKey().getOwner()).isEqualTo("team-b");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, 366, -30})
  void givenWaitingPeriodOutOfRange_whenPlanned_thenRefused(int days) {
    String name = keys.createKey(newKey("any").build()).getKey().getName();

    assertThat(
            refusal(
                    () ->
                        keys.scheduleDestruction(
                            ScheduleDestructionRequest.newBuilder()
                                .setName(name)
                                .setAfter(days(days))
                                .build()))
                .reason())
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void givenNothingPlanned_whenCancelled_thenRefused() {
    String name = keys.createKey(newKey("any").build()).getKey().getName();

    assertThat(
            refusal(
                    () ->
                        keys.cancelDestruction(
                            CancelDestructionRequest.newBuilder().setName(name).build()))
                .reason())
        .isEqualTo("DESTRUCTION_NOT_SCHEDULED");
  }
}
