// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.Erasure;
import io.quorumkeep.v1.ErasurePhase;
import io.quorumkeep.v1.ErasureServiceGrpc;
import io.quorumkeep.v1.ErasureServiceGrpc.ErasureServiceBlockingStub;
import io.quorumkeep.v1.FinalizeDestructionRequest;
import io.quorumkeep.v1.GetErasureRequest;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.ListErasuresRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErasureServiceTest {
  private static final String ID = "018f3c1e-7b2a-7abc-8def-0123456789ab";

  private ApiFixture api;
  private ErasureServiceBlockingStub erasures;

  @BeforeEach
  void start() {
    api = ApiFixture.start();
    erasures = ErasureServiceGrpc.newBlockingStub(api.admin());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void givenKeys_whenAskedBefore_thenTellsWhatWouldBeMoved() {
    createKey();

    Erasure erasure = erasures.getErasure(GetErasureRequest.getDefaultInstance()).getErasure();

    assertThat(erasure.getPhase()).isEqualTo(ErasurePhase.ERASURE_PHASE_IDLE);
    assertThat(erasure.getEpoch()).isEqualTo(1);
    assertThat(erasure.getMaterials()).isEqualTo(1);
    assertThat(erasure.getMembersCount()).isZero();
    assertThat(erasure.hasLastCompleteTime()).isFalse();
    assertThat(
            erasures.listErasures(ListErasuresRequest.getDefaultInstance()).getCertificatesList())
        .isEmpty();
  }

  @Test
  void givenRequest_whenRepeated_thenOneErasure_andAnotherIsRefused() {
    FinalizeDestructionRequest request =
        FinalizeDestructionRequest.newBuilder().setReason("over").setRequestId(ID).build();

    Erasure erasure = erasures.finalizeDestruction(request).getErasure();
    Erasure again = erasures.finalizeDestruction(request).getErasure();

    assertThat(erasure.getPhase()).isEqualTo(ErasurePhase.ERASURE_PHASE_DISTRIBUTING);
    assertThat(erasure.getFromEpoch()).isEqualTo(1);
    assertThat(erasure.getToEpoch()).isEqualTo(2);
    assertThat(erasure.getReason()).isEqualTo("over");
    assertThat(erasure.getStartedBy()).isEqualTo("spiffe://quorumkeep.test/admin");
    assertThat(erasure.getMembersList()).extracting(member -> member.getNode()).hasSize(1);
    assertThat(again).isEqualTo(erasure);
    ApiFixture.Refusal refusal =
        refusal(
            () -> erasures.finalizeDestruction(FinalizeDestructionRequest.getDefaultInstance()));
    assertThat(refusal.reason()).isEqualTo("ERASURE_RUNNING");
    assertThat(refusal.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
  }

  @Test
  void givenLongReasonOrStrangePage_whenAsked_thenRefused() {
    assertThat(
            refusal(
                    () ->
                        erasures.finalizeDestruction(
                            FinalizeDestructionRequest.newBuilder()
                                .setReason("x".repeat(257))
                                .build()))
                .reason())
        .isEqualTo("INVALID_ARGUMENT");
    assertThat(
            refusal(
                    () ->
                        erasures.listErasures(
                            ListErasuresRequest.newBuilder().setPageToken("nonsense").build()))
                .reason())
        .isEqualTo("INVALID_PAGE_TOKEN");
  }

  private void createKey() {
    var unused =
        KeyServiceGrpc.newBlockingStub(api.admin())
            .createKey(
                CreateKeyRequest.newBuilder()
                    .setParent("namespaces/a")
                    .setKeyId("k")
                    .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
                    .build());
  }
}
