// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.BadRequest;
import io.grpc.Status;
import io.quorumkeep.v1.AuditServiceGrpc;
import io.quorumkeep.v1.CreateGrantRequest;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.Effect;
import io.quorumkeep.v1.GrantServiceGrpc;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.ListAuditRecordsRequest;
import io.quorumkeep.v1.Permission;
import io.quorumkeep.v1.RevocationReason;
import io.quorumkeep.v1.RevokeGrantRequest;
import io.quorumkeep.v1.RevokeKeyRequest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Fields that are wrong: which reason, and that the field is named. */
class ArgumentsTest {
  private static ApiFixture api;
  private static KeyServiceGrpc.KeyServiceBlockingStub keys;
  private static GrantServiceGrpc.GrantServiceBlockingStub grants;

  @BeforeAll
  static void start() {
    api = ApiFixture.start();
    keys = KeyServiceGrpc.newBlockingStub(api.admin());
    grants = GrantServiceGrpc.newBlockingStub(api.admin());
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static CreateKeyRequest.Builder key() {
    return CreateKeyRequest.newBuilder()
        .setParent("namespaces/a")
        .setKeyId("b")
        .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256);
  }

  private static CreateGrantRequest.Builder grant() {
    return CreateGrantRequest.newBuilder()
        .setGrantId("g")
        .setPrincipal("spiffe://quorumkeep.test/p")
        .setResource("*")
        .addPermissions(Permission.PERMISSION_GET_KEY)
        .setEffect(Effect.EFFECT_ALLOW);
  }

  private static void assertRefused(String reason, String field, ThrowingCallable call) {
    ApiFixture.Refusal refusal = refusal(call);
    assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.detail(BadRequest.class).getFieldViolations(0).getField()).isEqualTo(field);
    assertThat(refusal.detail(BadRequest.class).getFieldViolations(0).getDescription())
        .isNotEmpty();
  }

  private static void assertKeyRefused(
      String reason, String field, CreateKeyRequest.Builder request) {
    assertRefused(reason, field, () -> keys.createKey(request.build()));
  }

  private static void assertGrantRefused(
      String reason, String field, CreateGrantRequest.Builder request) {
    assertRefused(reason, field, () -> grants.createGrant(request.build()));
  }

  @Test
  void givenNames_whenTheyHaveNotTheirForm_thenRefused() {
    assertKeyRefused("INVALID_NAME", "parent", key().setParent("a"));
    assertKeyRefused("INVALID_NAME", "parent", key().setParent("namespaces/"));
    assertKeyRefused("INVALID_NAME", "parent", key().setParent("namespaces/a/keys/b"));
    assertKeyRefused("INVALID_NAME", "key_id", key().setKeyId(""));
    assertKeyRefused("INVALID_NAME", "key_id", key().setKeyId("B"));
    assertKeyRefused("INVALID_NAME", "key_id", key().setKeyId("-b"));
    assertKeyRefused("INVALID_NAME", "key_id", key().setKeyId("b".repeat(64)));
    assertKeyRefused("INVALID_NAME", "key_id", key().setKeyId("b/versions/1"));
    assertGrantRefused("INVALID_NAME", "grant_id", grant().setGrantId("g g"));
    assertGrantRefused("INVALID_NAME", "principal", grant().setPrincipal("p"));
    assertGrantRefused("INVALID_NAME", "principal", grant().setPrincipal("spiffe://x/a*"));
    assertGrantRefused("INVALID_NAME", "principal", grant().setPrincipal("spiffe://x/a/../b"));
    assertGrantRefused("INVALID_NAME", "resource", grant().setResource("namespaces/*"));
    assertGrantRefused("INVALID_NAME", "resource", grant().setResource(""));
    assertRefused(
        "INVALID_NAME",
        "name",
        () -> grants.revokeGrant(RevokeGrantRequest.newBuilder().setName("g").build()));
  }

  @Test
  void givenEnums_whenUnsetOrUnknown_thenRefused() {
    assertKeyRefused("INVALID_ARGUMENT", "algorithm", key().setAlgorithmValue(0));
    assertKeyRefused("UNKNOWN_ENUM_VALUE", "algorithm", key().setAlgorithmValue(99));
    assertKeyRefused("UNKNOWN_ENUM_VALUE", "algorithm", key().setAlgorithmValue(-1));
    assertGrantRefused("INVALID_ARGUMENT", "effect", grant().setEffectValue(0));
    assertGrantRefused("UNKNOWN_ENUM_VALUE", "effect", grant().setEffectValue(3));
    assertGrantRefused("INVALID_ARGUMENT", "permissions", grant().clearPermissions());
    assertGrantRefused("INVALID_ARGUMENT", "permissions", grant().addPermissionsValue(0));
    assertGrantRefused("UNKNOWN_ENUM_VALUE", "permissions", grant().addPermissionsValue(4_711));
    assertRefused(
        "UNKNOWN_ENUM_VALUE",
        "reason",
        () ->
            keys.revokeKey(
                RevokeKeyRequest.newBuilder()
                    .setName("namespaces/a/keys/b")
                    // The number by which the log has "unspecified", which is not the schema's.
                    .setReasonValue(7)
                    .build()));
  }

  @Test
  void givenPeriods_whenOutOfRange_thenRefused() {
    assertKeyRefused(
        "INVALID_ARGUMENT", "originator_usage_period", key().setOriginatorUsagePeriod(seconds(0)));
    assertKeyRefused(
        "INVALID_ARGUMENT", "originator_usage_period", key().setOriginatorUsagePeriod(seconds(-5)));
    assertKeyRefused(
        "INVALID_ARGUMENT",
        "originator_usage_period",
        key().setOriginatorUsagePeriod(seconds(Long.MAX_VALUE)));
    assertKeyRefused(
        "INVALID_ARGUMENT",
        "originator_usage_period",
        key().setOriginatorUsagePeriod(Duration.newBuilder().setSeconds(5).setNanos(-1)));
    assertKeyRefused(
        "INVALID_ARGUMENT",
        "originator_usage_period",
        key().setOriginatorUsagePeriod(Duration.newBuilder().setNanos(Integer.MIN_VALUE)));
    assertKeyRefused(
        "INVALID_ARGUMENT",
        "recipient_usage_period",
        key().setOriginatorUsagePeriod(seconds(10)).setRecipientUsagePeriod(seconds(5)));
    assertKeyRefused(
        "INVALID_ARGUMENT", "recipient_usage_period", key().setRecipientUsagePeriod(seconds(5)));
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  @Test
  void givenTimes_whenOutOfRangeOrOutOfPlace_thenRefused() {
    RevokeKeyRequest.Builder compromise =
        RevokeKeyRequest.newBuilder()
            .setName("namespaces/a/keys/b")
            .setReason(RevocationReason.REVOCATION_REASON_KEY_COMPROMISE);
    for (Timestamp wrong :
        new Timestamp[] {
          Timestamp.getDefaultInstance(),
          Timestamp.newBuilder().setSeconds(-1).build(),
          Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build(),
          Timestamp.newBuilder().setSeconds(Long.MIN_VALUE).build(),
          Timestamp.newBuilder().setSeconds(253_402_300_800L).build(),
          Timestamp.newBuilder().setSeconds(5).setNanos(-1).build(),
          Timestamp.newBuilder().setSeconds(5).setNanos(1_000_000_000).build()
        }) {
      assertRefused(
          "INVALID_ARGUMENT",
          "compromise_time",
          () -> keys.revokeKey(compromise.setCompromiseTime(wrong).build()));
    }
    assertRefused(
        "INVALID_ARGUMENT",
        "compromise_time",
        () ->
            keys.revokeKey(
                compromise
                    .setCompromiseTime(Timestamp.newBuilder().setSeconds(5))
                    .setReason(RevocationReason.REVOCATION_REASON_SUPERSEDED)
                    .build()));
  }

  @Test
  void givenLabels_whenTooManyOrMalformed_thenRefused() {
    CreateKeyRequest.Builder many = key();
    for (int i = 0; i < 33; i++) {
      many.putLabels("l" + i, "");
    }
    assertKeyRefused("INVALID_ARGUMENT", "labels", many);
    assertKeyRefused("INVALID_ARGUMENT", "labels", key().putLabels("", "x"));
    assertKeyRefused("INVALID_ARGUMENT", "labels", key().putLabels("Team", "x"));
    assertKeyRefused("INVALID_ARGUMENT", "labels", key().putLabels("team", "x".repeat(129)));
    assertKeyRefused("INVALID_ARGUMENT", "labels", key().putLabels("team", "x\ny"));
  }

  @Test
  void givenRequestIds_whenTheyAreNoUuids_thenRefused() {
    for (String id :
        new String[] {"1", "x".repeat(36), "0b6e61ae0f5c4bd49d085a2f9a4cbb01", " ".repeat(36)}) {
      assertKeyRefused("INVALID_REQUEST_ID", "request_id", key().setRequestId(id));
    }
  }

  @Test
  void givenSequence_whenNegative_thenRefused() {
    assertRefused(
        "INVALID_ARGUMENT",
        "from_sequence",
        () ->
            AuditServiceGrpc.newBlockingStub(api.admin())
                .listAuditRecords(
                    ListAuditRecordsRequest.newBuilder().setFromSequence(-1).build()));
  }

  @Test
  void givenFieldOfLaterSchema_whenSent_thenItIsIgnored() throws InvalidProtocolBufferException {
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(
                999,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("later"))
                    .build())
            .build();

    assertThat(
            keys.createKey(key().setKeyId("later").setUnknownFields(later).build())
                .getKey()
                .getName())
        .isEqualTo("namespaces/a/keys/later");
  }
}
