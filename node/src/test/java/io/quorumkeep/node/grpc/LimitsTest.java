// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.quorumkeep.v1.GetKeyRequest;
import io.quorumkeep.v1.GrantServiceGrpc;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.ListGrantsRequest;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each limit of the client plane, exceeded. */
class LimitsTest {
  private static final int MAX_RESETS = 20;
  private static final int OWN_CONNECTIONS = 2;
  private static final Map<String, Integer> OBSERVED = new ConcurrentHashMap<>();

  private static ApiFixture api;

  @BeforeAll
  static void start() {
    ApiLimits limits =
        new ApiLimits(
            64 * 1024,
            8 * 1024,
            2_048,
            OWN_CONNECTIONS,
            6,
            MAX_RESETS,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMillis(500));
    api =
        ApiFixture.start(
            limits,
            (service, method, code, nanos) -> OBSERVED.merge(method + " " + code, 1, Integer::sum));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static GetKeyRequest ofSize(int bytes) {
    return GetKeyRequest.newBuilder().setName("x".repeat(bytes)).build();
  }

  @Test
  void givenMessageBeyondTheLimit_whenSent_thenRefusedWithReasonAndTheConnectionLives() {
    KeyServiceGrpc.KeyServiceBlockingStub keys = KeyServiceGrpc.newBlockingStub(api.admin());

    ApiFixture.Refusal refusal = refusal(() -> keys.getKey(ofSize(64 * 1024)));

    assertThat(refusal.reason()).isEqualTo("MESSAGE_TOO_LARGE");
    assertThat(refusal.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refusal(() -> keys.getKey(ofSize(60 * 1024))).reason()).isEqualTo("INVALID_NAME");
  }

  @Test
  void givenMessageFarBeyondTheLimit_whenSent_thenTheTransportCutsItOff() {
    KeyServiceGrpc.KeyServiceBlockingStub keys = KeyServiceGrpc.newBlockingStub(api.admin());

    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> keys.getKey(ofSize(2 * 1024 * 1024)));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void givenHeadersBeyondTheLimit_whenSent_thenRefused() {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("filler", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(16 * 1024));
    GrantServiceGrpc.GrantServiceBlockingStub grants =
        GrantServiceGrpc.newBlockingStub(api.admin())
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));

    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> grants.listGrants(ListGrantsRequest.getDefaultInstance()));

    assertThat(failure).isNotNull();
    assertThatCode(
            () ->
                GrantServiceGrpc.newBlockingStub(api.admin())
                    .listGrants(ListGrantsRequest.getDefaultInstance()))
        .doesNotThrowAnyException();
  }

  @Test
  void givenMethodThatIsNotThere_whenCalled_thenRefusedWithReason() {
    MethodDescriptor<GetKeyRequest, ?> other =
        KeyServiceGrpc.getGetKeyMethod().toBuilder()
            .setFullMethodName(KeyServiceGrpc.SERVICE_NAME + "/ExportKey")
            .build();

    ApiFixture.Refusal refusal =
        refusal(
            () ->
                ClientCalls.blockingUnaryCall(api.admin(), other, CallOptions.DEFAULT, ofSize(1)));

    assertThat(refusal.reason()).isEqualTo("UNIMPLEMENTED");
    assertThat(OBSERVED).containsKey("unknown UNIMPLEMENTED").doesNotContainKey("ExportKey");
  }

  @Test
  void givenPrincipalWithAllItsConnections_whenItOpensAnother_thenThatOneIsClosed() {
    List<ManagedChannel> open = new ArrayList<>();
    for (int i = 0; i < OWN_CONNECTIONS; i++) {
      ManagedChannel channel = api.connect(api.pki().client("greedy"), "TLSv1.3");
      assertThat(refusal(() -> get(channel)).reason()).isEqualTo("PERMISSION_DENIED");
      open.add(channel);
    }
    ManagedChannel another = api.connect(api.pki().client("greedy"), "TLSv1.3");

    StatusRuntimeException failure =
        catchThrowableOfType(StatusRuntimeException.class, () -> get(another));

    // ENHANCE_YOUR_CALM, or what the client makes of the end of the connection.
    assertThat(failure.getStatus().getCode())
        .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNAVAILABLE);
    open.get(0).shutdownNow();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(refusal(() -> get(another)).reason()).isEqualTo("PERMISSION_DENIED"));
    open.forEach(ManagedChannel::shutdownNow);
    another.shutdownNow();
  }

  private static void get(ManagedChannel channel) {
    var unused =
        KeyServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(10, TimeUnit.SECONDS)
            .getKey(GetKeyRequest.newBuilder().setName("namespaces/a/keys/b").build());
  }

  @Test
  void givenConnectionThatSaysNothing_whenTheHandshakeTimeIsOver_thenClosed() throws IOException {
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), api.server().port())) {
      silent.setSoTimeout(10_000);

      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void givenConnectionThatResetsItsCalls_whenThereAreTooMany_thenItIsClosed()
      throws InterruptedException, TimeoutException {
    ManagedChannel channel = api.connect(api.pki().client("resetter"), "TLSv1.3");
    RetrievalServiceGrpc.RetrievalServiceFutureStub retrieval =
        RetrievalServiceGrpc.newFutureStub(channel);
    RetrieveKeyRequest request =
        RetrieveKeyRequest.newBuilder().setName("namespaces/a/keys/b").build();
    api.node().holdLog();
    try {
      ListenableFuture<RetrieveKeyResponse> bystander = retrieval.retrieveKey(request);
      for (int i = 0; i < 10 * MAX_RESETS && !bystander.isDone(); i++) {
        int held = api.node().held();
        ListenableFuture<RetrieveKeyResponse> call = retrieval.retrieveKey(request);
        Awaitility.await().until(() -> api.node().held() > held || bystander.isDone());
        call.cancel(true);
      }

      assertThatCode(() -> bystander.get(10, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              ExecutionException.class,
              failure ->
                  assertThat(Status.fromThrowable(failure).getCode())
                      .isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    } finally {
      api.node().releaseLog();
      channel.shutdownNow();
    }
    assertThat(OBSERVED.get("RetrieveKey CANCELLED")).isGreaterThanOrEqualTo(MAX_RESETS);
  }
}
