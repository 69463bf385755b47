// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.v1.AuditRecord;
import io.quorumkeep.v1.AuditServiceGrpc;
import io.quorumkeep.v1.BatchRetrieveKeysResponse;
import io.quorumkeep.v1.Decision;
import io.quorumkeep.v1.ListAuditRecordsRequest;
import io.quorumkeep.v1.RetrieveKeyResult;
import io.quorumkeep.v1.StreamRetrieveKeysResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every method of the schema, also for those that are still to come. */
class EveryMethodTest {
  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = ApiFixture.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  static Stream<String> methods() {
    return ApiMethods.all().stream().map(MethodDescriptor::getFullMethodName);
  }

  private static MethodDescriptor<?, ?> method(String name) {
    return ApiMethods.all().stream()
        .filter(method -> method.getFullMethodName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void givenSchema_whenComparedWithTheTable_thenBothNameTheSameMethods() {
    assertThat(MethodPermissions.methods()).containsExactlyInAnyOrderElementsOf(methods().toList());
  }

  @Test
  void givenTable_whenRead_thenEveryPermissionIsAskedForSomewhere() {
    List<Permission> asked = new ArrayList<>();
    methods().forEach(name -> asked.addAll(permissions(name)));

    assertThat(EnumSet.copyOf(asked)).isEqualTo(EnumSet.allOf(Permission.class));
  }

  private static List<Permission> permissions(String method) {
    List<Permission> permissions = MethodPermissions.of(method);
    if (permissions == null || permissions.isEmpty()) {
      throw new AssertionError("no permission is named for " + method);
    }
    return permissions;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void givenNoGrant_whenCalled_thenDeniedAndRecordedUnderItsPermission(String name) {
    MethodDescriptor<?, ?> method = method(name);

    ApiFixture.Refusal denial = denial(method, ApiMethods.wellFormed(method));

    assertThat(denial.reason()).isEqualTo("PERMISSION_DENIED");
    assertThat(denial.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    AuditRecord record = lastRecordOf("spiffe://quorumkeep.test/nobody");
    assertThat(record.getDecision()).isEqualTo(Decision.DECISION_DENIED);
    assertThat(permissions(name)).extracting(Enum::name).contains(record.getOperation());
  }

  /** The denial of a call, or of the one item in it. */
  private static ApiFixture.Refusal denial(MethodDescriptor<?, ?> method, byte[] request) {
    try {
      Object answer = ApiMethods.call(api.client("nobody"), method, request);
      RetrieveKeyResult result =
          answer instanceof BatchRetrieveKeysResponse batch
              ? batch.getResults(0)
              : ((StreamRetrieveKeysResponse) answer).getResult();
      return refusal(result.getError());
    } catch (StatusRuntimeException e) {
      return refusal(e);
    }
  }

  private static AuditRecord lastRecordOf(String principal) {
    AuditServiceGrpc.AuditServiceBlockingStub audit = AuditServiceGrpc.newBlockingStub(api.admin());
    AuditRecord last = AuditRecord.getDefaultInstance();
    List<AuditRecord> records =
        audit
            .listAuditRecords(ListAuditRecordsRequest.newBuilder().setPageSize(1_000).build())
            .getRecordsList();
    for (AuditRecord record : records) {
      last = record.getPrincipal().equals(principal) ? record : last;
    }
    return last;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void givenBytesThatAreNoMessage_whenSent_thenRefusedWithReason(String name) {
    byte[] garbage = {(byte) 0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1};

    ApiFixture.Refusal refusal = refusal(() -> ApiMethods.call(api.admin(), method(name), garbage));

    assertThat(refusal.reason()).isEqualTo("MALFORMED_MESSAGE");
    assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void givenEmptyRequest_whenSent_thenAnsweredOrRefusedWithReason(String name) {
    try {
      Object answer = ApiMethods.call(api.admin(), method(name), new byte[0]);
      assertThat(answer).isNotNull();
    } catch (StatusRuntimeException e) {
      assertThat(refusal(e).code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void givenUnaryMethod_whenCalledWithoutOrWithTwoMessages_thenRefusedWithReason(String name) {
    MethodDescriptor<?, ?> method = method(name);
    if (!method.getType().clientSendsOneMessage()) {
      assertThat(ApiMethods.<Object>call(api.admin(), anyAnswer(method))).isNull();
      return;
    }
    byte[] request = ApiMethods.wellFormed(method);

    assertThat(refusal(() -> ApiMethods.call(api.admin(), method)).reason())
        .isEqualTo("MALFORMED_MESSAGE");
    assertThat(refusal(() -> ApiMethods.call(api.admin(), method, request, request)).reason())
        .isEqualTo("MALFORMED_MESSAGE");
  }

  @SuppressWarnings("unchecked") // what is answered is looked at as an object only
  private static MethodDescriptor<?, Object> anyAnswer(MethodDescriptor<?, ?> method) {
    return (MethodDescriptor<?, Object>) method;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void givenNodeThatIsStopping_whenCalled_thenUnavailable(String name) {
    MethodDescriptor<?, ?> method = method(name);
    api.node().refuse(io.quorumkeep.node.application.Failure.SHUTTING_DOWN);
    try {
      ApiFixture.Refusal refusal = denial(method, ApiMethods.wellFormed(method));

      assertThat(refusal.reason()).isEqualTo("SHUTTING_DOWN");
      assertThat(refusal.code()).isEqualTo(Status.Code.UNAVAILABLE);
    } finally {
      api.node().refuse(null);
    }
  }
}
