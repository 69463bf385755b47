// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.quorumkeep.node.crypto.bc.CertifiedKey;
import io.quorumkeep.v1.ClusterServiceGrpc;
import io.quorumkeep.v1.GetClusterStatusRequest;
import io.quorumkeep.v1.KeyServiceGrpc;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who gets in. */
class IdentityTest {
  private static final String TLS_13 = "TLSv1.3";
  private static final String ADMIN = "spiffe://quorumkeep.test/admin";
  private static final List<KeyPurposeId> CLIENT = List.of(KeyPurposeId.id_kp_clientAuth);

  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = ApiFixture.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static void status(ManagedChannel channel) {
    var unused =
        ClusterServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(10, TimeUnit.SECONDS)
            .getClusterStatus(GetClusterStatusRequest.getDefaultInstance());
  }

  /** The connection itself comes to nothing. */
  private static void assertNoConnection(@Nullable CertifiedKey key, String protocol) {
    ManagedChannel channel = api.connect(key, protocol);
    int before = api.server().connections();

    StatusRuntimeException failure =
        catchThrowableOfType(StatusRuntimeException.class, () -> status(channel));

    assertThat(failure).isNotNull();
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(api.server().connections()).isLessThanOrEqualTo(before);
  }

  /** The connection is there, but nobody is known to be at its other end. */
  private static void assertNobody(CertifiedKey key, String complaint) {
    ManagedChannel channel = api.connect(key, TLS_13);

    ApiFixture.Refusal refusal = refusal(() -> status(channel));

    assertThat(refusal.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refusal.reason()).isEqualTo("INVALID_IDENTITY");
    assertThat(refusal.status().getMessage()).contains(complaint);
  }

  @Test
  void givenClientOfTheAuthority_whenItCalls_thenItIsServed() {
    status(api.connect(api.pki().client("admin"), TLS_13));
  }

  @Test
  void givenNoCertificate_whenConnecting_thenRefused() {
    assertNoConnection(null, TLS_13);
  }

  @Test
  void givenCertificateOfAnotherAuthority_whenConnecting_thenRefused() {
    assertNoConnection(api.pki().strangersClient("admin"), TLS_13);
  }

  @Test
  void givenCertificateOfThePeerPlane_whenConnecting_thenRefused() {
    assertNoConnection(api.pki().peer(), TLS_13);
  }

  @Test
  void givenCertificateOfServer_whenConnecting_thenRefused() {
    assertNoConnection(api.pki().server(), TLS_13);
  }

  @Test
  void givenTls12_whenConnecting_thenRefused() {
    assertNoConnection(api.pki().client("admin"), "TLSv1.2");
  }

  @Test
  void givenNoUri_whenCalling_thenTheCommonNameDoesNotCount() {
    assertNobody(api.pki().odd("admin", List.of(), CLIENT), "has 0");
  }

  @Test
  void givenTwoUris_whenCalling_thenNobody() {
    assertNobody(
        api.pki().odd("x", List.of(ADMIN, "spiffe://quorumkeep.test/other"), CLIENT), "has 2");
  }

  @Test
  void givenTheSameUriTwice_whenCalling_thenNobody() {
    assertNobody(api.pki().odd("x", List.of(ADMIN, ADMIN), CLIENT), "has 2");
  }

  @Test
  void givenUriOfAnotherTrustDomain_whenCalling_thenNobody() {
    assertNobody(
        api.pki().odd("x", List.of("spiffe://quorumkeep.test.evil/admin"), CLIENT),
        "another trust domain");
  }

  @Test
  void givenUriThatIsNoSpiffeId_whenCalling_thenNobody() {
    assertNobody(
        api.pki().odd("x", List.of("https://quorumkeep.test/admin"), CLIENT),
        "another trust domain");
    assertNobody(
        api.pki().odd("x", List.of("spiffe://quorumkeep.test/a/../admin"), CLIENT),
        "not a SPIFFE id");
  }

  @Test
  void givenCertificateForNoPurpose_whenCalling_thenNobody() {
    assertNobody(api.pki().odd("x", List.of(ADMIN), List.of()), "clientAuth");
  }

  @Test
  void givenHealth_whenAskedByClients_thenTheyAreToldByServiceName() {
    HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(api.client("anyone"));

    assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
        .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    assertThat(
            health
                .check(
                    HealthCheckRequest.newBuilder().setService(KeyServiceGrpc.SERVICE_NAME).build())
                .getStatus())
        .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    assertThat(
            refusal(() -> health.check(HealthCheckRequest.newBuilder().setService("other").build()))
                .reason())
        .isEqualTo("SERVICE_UNKNOWN");
  }

  @Test
  void givenHealth_whenAskedByNobody_thenRefused() {
    ManagedChannel channel = api.connect(api.pki().odd("x", List.of(), CLIENT), TLS_13);

    assertThat(
            refusal(
                    () ->
                        HealthGrpc.newBlockingStub(channel)
                            .check(HealthCheckRequest.getDefaultInstance()))
                .reason())
        .isEqualTo("INVALID_IDENTITY");
  }
}
