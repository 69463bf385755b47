// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.v1.AuditDetail;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.HistoryServiceGrpc;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyEvent;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.ListKeyEventsRequest;
import io.quorumkeep.v1.ReactivateKeyRequest;
import io.quorumkeep.v1.RotateKeyRequest;
import io.quorumkeep.v1.SuspendKeyRequest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Why a key is rotated, suspended and reactivated, over the wire. */
class ReasonsTest {
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

  private static String create(String id) {
    return keys.createKey(
            CreateKeyRequest.newBuilder()
                .setParent("namespaces/why")
                .setKeyId(id)
                .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
                .build())
        .getKey()
        .getName();
  }

  /** Each event with what its request said. */
  private static List<String> events(String name) {
    return HistoryServiceGrpc.newBlockingStub(api.admin())
        .listKeyEvents(ListKeyEventsRequest.newBuilder().setName(name).build())
        .getEventsList()
        .stream()
        .skip(2)
        .map(event -> event.getType() + details(event))
        .toList();
  }

  private static String details(KeyEvent event) {
    return event.getDetailsList().stream()
        .map((AuditDetail detail) -> " " + detail.getName() + "=" + detail.getValue())
        .collect(Collectors.joining());
  }

  @Test
  void givenReasons_whenAKeyIsChanged_thenTheyAreOnRecordAndInItsHistory() {
    String name = create("said");

    keys.rotateKey(RotateKeyRequest.newBuilder().setName(name).setReason("new terminals").build());
    keys.suspendKey(SuspendKeyRequest.newBuilder().setName(name).setReason("Prüfung").build());
    keys.reactivateKey(
        ReactivateKeyRequest.newBuilder().setName(name).setReason("checked").build());

    assertThat(events(name))
        .containsExactly(
            "ROTATED reason=new terminals",
            "SUSPENDED reason=Prüfung",
            "REACTIVATED reason=checked");
  }

  @Test
  void givenNoReasons_whenAKeyIsChanged_thenTheRecordsSayNothing() {
    String name = create("silent");

    keys.rotateKey(RotateKeyRequest.newBuilder().setName(name).build());
    keys.suspendKey(SuspendKeyRequest.newBuilder().setName(name + "/versions/1").build());
    keys.reactivateKey(ReactivateKeyRequest.newBuilder().setName(name + "/versions/1").build());

    assertThat(events(name)).containsExactly("ROTATED", "SUSPENDED", "REACTIVATED");
  }

  @Test
  void givenLongestReason_whenAKeyIsSuspended_thenAccepted() {
    String name = create("longest");
    String reason = "x".repeat(256);

    keys.suspendKey(SuspendKeyRequest.newBuilder().setName(name).setReason(reason).build());

    assertThat(events(name)).containsExactly("SUSPENDED reason=" + reason);
  }

  @Test
  void givenReasonTooLongOrWithControlCharacters_whenAKeyIsChanged_thenRefusedAndUnchanged() {
    String name = create("refused");

    for (String reason : List.of("x".repeat(257), "two\nlines")) {
      for (Runnable change :
          List.<Runnable>of(
              () -> keys.rotateKey(rotate(name, reason)),
              () -> keys.suspendKey(suspend(name, reason)),
              () -> keys.reactivateKey(reactivate(name, reason)))) {
        assertThat(refusal(change::run).reason()).isEqualTo("INVALID_ARGUMENT");
      }
    }
    assertThat(events(name)).isEmpty();
  }

  @Test
  void givenOtherReasonUnderTheSameRequestId_whenSuspended_thenRefused() {
    String id = UUID.randomUUID().toString();
    SuspendKeyRequest request =
        suspend(create("twice"), "checked").toBuilder().setRequestId(id).build();
    keys.suspendKey(request);

    SuspendKeyRequest other = request.toBuilder().setReason("").build();

    assertThat(keys.suspendKey(request).getKey().getName()).isEqualTo(request.getName());
    assertThat(refusal(() -> keys.suspendKey(other)).reason()).isEqualTo("REQUEST_ID_REUSED");
  }

  private static RotateKeyRequest rotate(String name, String reason) {
    return RotateKeyRequest.newBuilder().setName(name).setReason(reason).build();
  }

  private static SuspendKeyRequest suspend(String name, String reason) {
    return SuspendKeyRequest.newBuilder().setName(name).setReason(reason).build();
  }

  private static ReactivateKeyRequest reactivate(String name, String reason) {
    return ReactivateKeyRequest.newBuilder().setName(name).setReason(reason).build();
  }
}
