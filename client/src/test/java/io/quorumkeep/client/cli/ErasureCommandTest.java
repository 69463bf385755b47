// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.quorumkeep.client.fake.FakeCluster;
import io.quorumkeep.v1.Attestation;
import io.quorumkeep.v1.Erasure;
import io.quorumkeep.v1.ErasureCertificate;
import io.quorumkeep.v1.ErasureMember;
import io.quorumkeep.v1.ErasurePhase;
import io.quorumkeep.v1.FinalizeDestructionRequest;
import io.quorumkeep.v1.FinalizeDestructionResponse;
import io.quorumkeep.v1.GetErasureRequest;
import io.quorumkeep.v1.GetErasureResponse;
import io.quorumkeep.v1.ListErasuresResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureCommandTest {
  private static final Erasure IDLE =
      Erasure.newBuilder()
          .setPhase(ErasurePhase.ERASURE_PHASE_IDLE)
          .setEpoch(3)
          .setMaterials(900)
          .setDestroyedVersions(100)
          .setCertificates(2)
          .build();

  private static final Erasure PURGING =
      IDLE.toBuilder()
          .setPhase(ErasurePhase.ERASURE_PHASE_PURGING)
          .setEpoch(4)
          .setFromEpoch(3)
          .setToEpoch(4)
          .setStartTime(Timestamp.newBuilder().setSeconds(1_800_000_000))
          .setStartedBy("spiffe://test/admin")
          .setReason("over")
          .setTotal(900)
          .addMembers(
              ErasureMember.newBuilder()
                  .setNode("node-1")
                  .setHoldsSecret(true)
                  .setAttestation(
                      Attestation.newBuilder()
                          .setNode("node-1")
                          .setTime(Timestamp.newBuilder().setSeconds(1_800_000_009))
                          .setSnapshotIndex(70)
                          .setFirstLogIndex(5)))
          .addMembers(ErasureMember.newBuilder().setNode("node-2").setHoldsSecret(true))
          .addMembers(ErasureMember.newBuilder().setNode("node-3"))
          .build();

  @TempDir Path directory;
  @TempDir Path home;
  private FakeCluster cluster;
  private CliRun cli;

  @BeforeEach
  void start() {
    cluster = FakeCluster.start(directory, 1);
    cli = CliRun.of(cluster, home);
    show(IDLE);
    cluster
        .node(0)
        .answer(
            "FinalizeDestruction",
            FinalizeDestructionResponse.newBuilder().setErasure(PURGING).build());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void show(Erasure erasure) {
    cluster
        .node(0)
        .answer("GetErasure", GetErasureResponse.newBuilder().setErasure(erasure).build());
  }

  @Test
  void givenDryRun_whenFinalized_thenItTellsAndNothingIsAsked() {
    int exit = cli.run("erasure", "finalize", "--dry-run");

    assertThat(exit).isZero();
    assertThat(cli.err())
        .contains("100 destroyed versions")
        .contains("900 others")
        .contains("Nothing was done");
    assertThat(cluster.requests(FinalizeDestructionRequest.class)).isEmpty();
  }

  @Test
  void givenAnotherAnswer_whenAsked_thenNothingIsDone() {
    assertThat(cli.atTerminal("epoch-4\n").run("erasure", "finalize")).isEqualTo(1);
    assertThat(cli.err()).contains("The secret of epoch-3 is then overwritten everywhere.");
    assertThat(cluster.requests(FinalizeDestructionRequest.class)).isEmpty();
    assertThat(CliRun.of(cluster, home).run("erasure", "finalize")).isEqualTo(1);
    assertThat(cluster.requests(FinalizeDestructionRequest.class)).isEmpty();
  }

  @Test
  void givenNameOfTheEpoch_whenAsked_thenItBegins() {
    int exit = cli.atTerminal("epoch-3\n").run("erasure", "finalize", "--reason", "over");

    assertThat(exit).isZero();
    FinalizeDestructionRequest request = cluster.requests(FinalizeDestructionRequest.class).get(0);
    assertThat(request.getReason()).isEqualTo("over");
    assertThat(request.getRequestId()).hasSize(36);
    assertThat(cli.out())
        .contains("PURGING")
        .contains("0 of 900")
        .contains("attested 2027-01-15T08:00:09Z")
        .contains("holds the next secret")
        .contains("waits for the secret");
  }

  @Test
  void givenJson_whenShown_thenOneObjectWithItsMembers() {
    show(PURGING);

    assertThat(cli.run("erasure", "status", "-o", "json")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            "{\"phase\":\"PURGING\",\"epoch\":4,\"materials\":900,\"destroyedVersions\":100,"
                + "\"certificates\":2,\"fromEpoch\":3,\"toEpoch\":4,"
                + "\"startTime\":\"2027-01-15T08:00:00Z\",\"startedBy\":\"spiffe://test/admin\","
                + "\"reason\":\"over\",\"total\":900,\"remaining\":0,\"members\":["
                + "{\"node\":\"node-1\",\"holdsSecret\":true,\"attestation\":{\"node\":\"node-1\","
                + "\"time\":\"2027-01-15T08:00:09Z\",\"snapshotIndex\":70,\"firstLogIndex\":5}},"
                + "{\"node\":\"node-2\",\"holdsSecret\":true},"
                + "{\"node\":\"node-3\",\"holdsSecret\":false}]}\n");
  }

  @Test
  void givenErasureUnderWay_whenWatched_thenUntilItIsDone() {
    AtomicInteger looks = new AtomicInteger();
    cluster
        .node(0)
        .on(
            "GetErasure",
            request ->
                Optional.of(
                    GetErasureResponse.newBuilder()
                        .setErasure(looks.incrementAndGet() == 1 ? PURGING : IDLE)
                        .build()));

    assertThat(cli.run("erasure", "status", "--watch")).isZero();

    assertThat(cluster.requests(GetErasureRequest.class)).hasSize(2);
    assertThat(cli.out()).contains("PURGING").contains("IDLE");
  }

  @Test
  void givenCertificates_whenListed_thenEachIsARow() {
    cluster
        .node(0)
        .answer(
            "ListErasures",
            ListErasuresResponse.newBuilder()
                .addCertificates(
                    ErasureCertificate.newBuilder()
                        .setNumber(2)
                        .setEpoch(2)
                        .setDestroyedVersions(7)
                        .setRewrapped(11)
                        .addAttestations(Attestation.newBuilder().setNode("node-1")))
                .build());

    assertThat(cli.run("erasure", "list", "--no-headers")).isZero();
    assertThat(cli.out())
        .isEqualTo("2  2  1970-01-01T00:00:00Z  1970-01-01T00:00:00Z  7  11  1  -\n");
    assertThat(cli.run("erasure", "list", "-o", "json")).isZero();
    assertThat(cli.out()).contains("\"number\":2").contains("\"destroyedVersions\":7");
  }
}
