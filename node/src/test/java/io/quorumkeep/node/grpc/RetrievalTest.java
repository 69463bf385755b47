// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.quorumkeep.node.application.Failure;
import io.quorumkeep.v1.BatchRetrieveKeysRequest;
import io.quorumkeep.v1.BatchRetrieveKeysResponse;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.GetKeyRequest;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResponse;
import io.quorumkeep.v1.RotateKeyRequest;
import io.quorumkeep.v1.SuspendKeyRequest;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetrievalTest {
  private static final String NAME = "namespaces/pay/keys/card";

  private ApiFixture api;
  private KeyServiceGrpc.KeyServiceBlockingStub keys;
  private RetrievalServiceGrpc.RetrievalServiceBlockingStub retrieval;

  @BeforeEach
  void start() {
    api = ApiFixture.start();
    keys = KeyServiceGrpc.newBlockingStub(api.admin());
    retrieval = RetrievalServiceGrpc.newBlockingStub(api.admin());
    create("card");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private void create(String id) {
    var unused =
        keys.createKey(
            CreateKeyRequest.newBuilder()
                .setParent("namespaces/pay")
                .setKeyId(id)
                .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
                .setOriginatorUsagePeriod(Duration.newBuilder().setSeconds(3_600))
                .build());
  }

  private static RetrieveKeyRequest request(String name, String id) {
    return RetrieveKeyRequest.newBuilder().setName(name).setRequestId(id).build();
  }

  private RetrieveKeyResponse retrieve(String name, String id) {
    return retrieval.retrieveKey(request(name, id));
  }

  private long useCount() {
    return keys.getKey(GetKeyRequest.newBuilder().setName(NAME + "/versions/1").build())
        .getVersion()
        .getUseCount();
  }

  @Test
  void givenRequest_whenSentAgainUnderItsId_thenSameReplyAndOneUse() {
    String id = UUID.randomUUID().toString();

    RetrieveKeyResponse first = retrieve(NAME, id);
    keys.rotateKey(RotateKeyRequest.newBuilder().setName(NAME).build());
    RetrieveKeyResponse again = retrieve(NAME, id);

    assertThat(again).isEqualTo(first);
    assertThat(useCount()).isEqualTo(1);
  }

  @Test
  void givenRequest_whenSentAgainInBatch_thenSameReply() {
    String id = UUID.randomUUID().toString();
    RetrieveKeyResponse first = retrieve(NAME, id);

    BatchRetrieveKeysResponse again =
        retrieval.batchRetrieveKeys(
            BatchRetrieveKeysRequest.newBuilder().addRequests(request(NAME, id)).build());

    assertThat(again.getResults(0).getKey()).isEqualTo(first);
  }

  @Test
  void givenRequestId_whenUsedForAnotherKey_thenAborted() {
    create("other");
    String id = UUID.randomUUID().toString();
    var unused = retrieve(NAME, id);

    ApiFixture.Refusal refusal = refusal(() -> retrieve("namespaces/pay/keys/other", id));

    assertThat(refusal.reason()).isEqualTo("REQUEST_ID_REUSED");
    assertThat(refusal.code()).isEqualTo(Status.Code.ABORTED);
    assertThat(refusal.has(RetryInfo.class)).isFalse();
    assertThat(refusal.detail(RequestInfo.class).getRequestId()).isEqualTo(id);
  }

  @Test
  void givenChange_whenSentAgainUnderItsId_thenNothingHappensTwice() {
    RotateKeyRequest rotate =
        RotateKeyRequest.newBuilder()
            .setName(NAME)
            .setRequestId(UUID.randomUUID().toString())
            .build();

    var first = keys.rotateKey(rotate);

    assertThat(keys.rotateKey(rotate)).isEqualTo(first);
    assertThat(first.getKey().getCurrentVersion()).isEqualTo(2);
    assertThat(
            refusal(
                    () ->
                        keys.suspendKey(
                            SuspendKeyRequest.newBuilder()
                                .setName(NAME)
                                .setRequestId(rotate.getRequestId())
                                .build()))
                .reason())
        .isEqualTo("REQUEST_ID_REUSED");
  }

  @Test
  void givenBatch_whenItsItemsFareDifferently_thenEachHasItsOwnOutcomeInOrder() {
    create("suspended");
    keys.suspendKey(
        SuspendKeyRequest.newBuilder().setName("namespaces/pay/keys/suspended").build());

    BatchRetrieveKeysResponse batch =
        retrieval.batchRetrieveKeys(
            BatchRetrieveKeysRequest.newBuilder()
                .addRequests(request(NAME, ""))
                .addRequests(request("no name", ""))
                .addRequests(request("namespaces/pay/keys/suspended", ""))
                .addRequests(request("namespaces/pay/keys/absent", ""))
                .addRequests(request(NAME, "no id"))
                .addRequests(request(NAME + "/versions/1", ""))
                .build());

    assertThat(batch.getResultsCount()).isEqualTo(6);
    ByteString material = batch.getResults(0).getKey().getMaterial();
    assertThat(material.size()).isEqualTo(32);
    assertThat(refusal(batch.getResults(1).getError()).reason()).isEqualTo("INVALID_NAME");
    assertThat(refusal(batch.getResults(2).getError()).reason()).isEqualTo("KEY_STATE_FORBIDS");
    assertThat(refusal(batch.getResults(3).getError()).reason()).isEqualTo("KEY_NOT_FOUND");
    assertThat(refusal(batch.getResults(4).getError()).reason()).isEqualTo("INVALID_REQUEST_ID");
    assertThat(batch.getResults(5).getKey().getMaterial()).isEqualTo(material);
  }

  @Test
  void givenBatchOfNothingThatCanBeRead_whenSent_thenOnlyErrors() {
    BatchRetrieveKeysResponse batch =
        retrieval.batchRetrieveKeys(
            BatchRetrieveKeysRequest.newBuilder().addRequests(request("", "")).build());

    assertThat(refusal(batch.getResults(0).getError()).reason()).isEqualTo("INVALID_NAME");
  }

  @Test
  void givenBatch_whenEmptyOrTooLarge_thenRefusedAndAtItsLimitServed() {
    BatchRetrieveKeysRequest.Builder most = BatchRetrieveKeysRequest.newBuilder();
    for (int i = 0; i < 256; i++) {
      most.addRequests(request(NAME, ""));
    }

    assertThat(
            refusal(
                    () ->
                        retrieval.batchRetrieveKeys(BatchRetrieveKeysRequest.getDefaultInstance()))
                .reason())
        .isEqualTo("INVALID_ARGUMENT");
    assertThat(retrieval.batchRetrieveKeys(most.build()).getResultsList())
        .hasSize(256)
        .allMatch(result -> result.getKey().getMaterial().size() == 32);
    assertThat(
            refusal(() -> retrieval.batchRetrieveKeys(most.addRequests(request(NAME, "")).build()))
                .reason())
        .isEqualTo("TOO_MANY_ITEMS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "card",
        "namespaces/pay/keys/",
        "namespaces/PAY/keys/card",
        "namespaces/pay/keys/card/",
        "namespaces/pay/keys/card/versions/0",
        "namespaces/pay/keys/card/versions/01",
        "namespaces/pay/keys/card/versions/-1",
        "namespaces/pay/keys/card/versions/9999999999",
        "namespaces/../keys/card",
        "namespaces/pay/keys/c*",
        "namespaces/pay/keys/c\u0000d",
        "/namespaces/pay/keys/card"
      })
  void givenNameThatIsNone_whenRetrieved_thenTheFieldIsNamed(String name) {
    ApiFixture.Refusal refusal = refusal(() -> retrieve(name, ""));

    assertThat(refusal.reason()).isEqualTo("INVALID_NAME");
    assertThat(refusal.detail(BadRequest.class).getFieldViolations(0).getField()).isEqualTo("name");
    assertThat(refusal.detail(ErrorInfo.class).getMetadataMap()).containsEntry("field", "name");
  }

  @Test
  void givenNoCryptoperiodLeft_whenRetrieved_thenRefused() {
    api.node().advance(java.time.Duration.ofHours(2));

    ApiFixture.Refusal refusal = refusal(() -> retrieve(NAME, ""));

    assertThat(refusal.reason()).isEqualTo("OUTSIDE_CRYPTOPERIOD");
    assertThat(refusal.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OVERLOADED", "AUDIT_OUTBOX_FULL", "NO_LEADER"})
  void givenNodeThatRefuses_whenRetrieved_thenReasonAndWhenToTryAgain(String reason) {
    api.node().refuse(Failure.valueOf(reason));

    ApiFixture.Refusal refusal = refusal(() -> retrieve(NAME, ""));

    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.has(RetryInfo.class)).isTrue();
    assertThat(refusal.has(RequestInfo.class)).isTrue();
  }

  @Test
  void givenSealedNode_whenAskedForMaterial_thenUnavailable() {
    api.node().seal();

    assertThat(refusal(() -> retrieve(NAME, "")).reason()).isEqualTo("SEALED");
    assertThat(refusal(() -> create("new")).reason()).isEqualTo("SEALED");
  }

  @Test
  void givenMaterialThatDoesNotOpen_whenRetrieved_thenItSaysSoAndOthersAreAnswered() {
    api.node().replaceSecret();
    create("fresh");

    BatchRetrieveKeysResponse batch =
        retrieval.batchRetrieveKeys(
            BatchRetrieveKeysRequest.newBuilder()
                .addRequests(request(NAME, ""))
                .addRequests(request("namespaces/pay/keys/fresh", ""))
                .build());

    assertThat(refusal(batch.getResults(0).getError()).reason()).isEqualTo("MATERIAL_UNREADABLE");
    assertThat(batch.getResults(1).getKey().getMaterial().size()).isEqualTo(32);
    assertThat(refusal(() -> retrieve(NAME, "")).reason()).isEqualTo("MATERIAL_UNREADABLE");
  }

  @Test
  void givenNoLeader_whenTheServersPatienceEnds_thenNoEffect() {
    api.node().leaderless(true);

    // The client waits longer than the server, whose own bound is ten seconds.
    ApiFixture.Refusal refusal =
        refusal(
            () -> retrieval.withDeadlineAfter(60, TimeUnit.SECONDS).retrieveKey(request(NAME, "")));

    assertThat(refusal.reason()).isEqualTo("NO_LEADER");
    assertThat(refusal.code()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void givenCallThatWasGivenUp_whenItsAnswerComes_thenNothingBreaks() {
    api.node().holdLog();
    Status.Code code =
        Status.fromThrowable(
                org.assertj.core.api.Assertions.catchThrowable(
                    () ->
                        retrieval
                            .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                            .retrieveKey(request(NAME, ""))))
            .getCode();

    api.node().releaseLog();

    assertThat(code).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(retrieve(NAME, "").getMaterial().size()).isEqualTo(32);
  }
}
