// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import io.quorumkeep.v1.ActivateKeyRequest;
import io.quorumkeep.v1.AuditDetail;
import io.quorumkeep.v1.AuditRecord;
import io.quorumkeep.v1.AuditServiceGrpc;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.GetKeyRequest;
import io.quorumkeep.v1.Key;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.KeyState;
import io.quorumkeep.v1.KeyVersion;
import io.quorumkeep.v1.ListAuditRecordsRequest;
import io.quorumkeep.v1.UpdateKeyRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Editing the attributes of a key, over the wire. */
class KeyUpdateTest {
  private static ApiFixture api;
  private static KeyServiceGrpc.KeyServiceBlockingStub keys;

  @BeforeAll
  static void start() {
    api = ApiFixture.start();
    keys = KeyServiceGrpc.newBlockingStub(api.admin());
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static Key create(String id) {
    return keys.createKey(
            CreateKeyRequest.newBuilder()
                .setParent("namespaces/edit")
                .setKeyId(id)
                .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
                .setPreActive(true)
                .setOriginatorUsagePeriod(seconds(60))
                .putLabels("team", "pay")
                .build())
        .getKey();
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  private static UpdateKeyRequest.Builder update(Key.Builder key, String... paths) {
    return UpdateKeyRequest.newBuilder()
        .setKey(key)
        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)));
  }

  @Test
  void givenKey_whenLabelsAreEdited_thenOnlyTheyChangeAndTheRecordSaysWhy() {
    Key before = create("labels");

    Key after =
        keys.updateKey(
                update(
                        before.toBuilder()
                            .clearLabels()
                            .putLabels("team", "risk")
                            .putLabels("a", ""),
                        "labels")
                    .setReason("handed over")
                    .build())
            .getKey();

    assertThat(after.getLabelsMap()).isEqualTo(Map.of("team", "risk", "a", ""));
    assertThat(after.getEtag()).isNotEqualTo(before.getEtag());
    assertThat(after.toBuilder().clearLabels().setEtag("").build())
        .isEqualTo(before.toBuilder().clearLabels().setEtag("").build());
    AuditRecord record = lastRecord();
    assertThat(record.getOperation()).isEqualTo("UPDATE_KEY");
    assertThat(record.getDetailsList())
        .extracting(AuditDetail::getName, AuditDetail::getValue)
        .containsExactly(tuple("label_names", "a,team"), tuple("reason", "handed over"));
  }

  private static AuditRecord lastRecord() {
    List<AuditRecord> records =
        AuditServiceGrpc.newBlockingStub(api.admin())
            .listAuditRecords(ListAuditRecordsRequest.newBuilder().setPageSize(1_000).build())
            .getRecordsList();
    return records.stream()
        .filter(record -> record.getOperation().equals("UPDATE_KEY"))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  void givenPreActiveKey_whenPeriodsAreEdited_thenTheVersionActivatedLaterHasThem() {
    Key before = create("periods");

    keys.updateKey(
        update(
                Key.newBuilder()
                    .setName(before.getName())
                    .setOriginatorUsagePeriod(seconds(100))
                    .setRecipientUsagePeriod(seconds(300)),
                "originator_usage_period",
                "recipient_usage_period")
            .build());
    keys.activateKey(ActivateKeyRequest.newBuilder().setName(before.getName()).build());

    KeyVersion version =
        keys.getKey(GetKeyRequest.newBuilder().setName(before.getName()).build()).getVersion();
    assertThat(version.getState()).isEqualTo(KeyState.KEY_STATE_ACTIVE);
    long activated = version.getActivationTime().getSeconds();
    assertThat(version.getProtectStopTime().getSeconds() - activated).isEqualTo(100);
    assertThat(version.getDeactivationTime().getSeconds() - activated).isEqualTo(300);
  }

  @Test
  void givenEtag_whenTheKeyWasChangedSince_thenRefusedAndUnchanged() {
    Key seen = create("etag");
    keys.updateKey(update(seen.toBuilder().putLabels("n", "1"), "labels").build());

    ApiFixture.Refusal refused =
        refusal(() -> keys.updateKey(update(seen.toBuilder().clearLabels(), "labels").build()));

    assertThat(refused.reason()).isEqualTo("ETAG_MISMATCH");
    assertThat(
            keys.getKey(GetKeyRequest.newBuilder().setName(seen.getName()).build())
                .getKey()
                .getLabelsMap())
        .containsEntry("n", "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name",
        "algorithm",
        "state",
        "etag",
        "*",
        "nothing",
        "originator_usage_period",
        "recipient_usage_period",
        "labels.team",
        "Labels"
      })
  void givenMaskThatCannotBe_whenUpdated_thenRefused(String path) {
    Key.Builder key = Key.newBuilder().setName("namespaces/edit/keys/any");

    ApiFixture.Refusal refused =
        refusal(() -> keys.updateKey((path.isEmpty() ? update(key) : update(key, path)).build()));

    assertThat(refused.reason()).isEqualTo("INVALID_ARGUMENT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "+1", "01", "x", "99999999999999999999", " 1"})
  void givenEtagThatNeverWas_whenUpdated_thenRefused(String etag) {
    Key.Builder key = Key.newBuilder().setName("namespaces/edit/keys/any").setEtag(etag);

    ApiFixture.Refusal refused = refusal(() -> keys.updateKey(update(key, "labels").build()));

    assertThat(refused.reason()).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void givenReasonTooLongOrWithControlCharacters_whenUpdated_thenRefused() {
    Key.Builder key = Key.newBuilder().setName("namespaces/edit/keys/any");
    for (String reason : List.of("x".repeat(257), "two\nlines")) {
      ApiFixture.Refusal refused =
          refusal(() -> keys.updateKey(update(key, "labels").setReason(reason).build()));

      assertThat(refused.reason()).isEqualTo("INVALID_ARGUMENT");
    }
  }

  @Test
  void givenNoSuchKey_whenUpdated_thenNotFound() {
    Key.Builder key = Key.newBuilder().setName("namespaces/edit/keys/never-made");

    assertThat(refusal(() -> keys.updateKey(update(key, "labels").build())).reason())
        .isEqualTo("KEY_NOT_FOUND");
  }
}
