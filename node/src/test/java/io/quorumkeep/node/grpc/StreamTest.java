// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.StreamRetrieveKeysRequest;
import io.quorumkeep.v1.StreamRetrieveKeysResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamTest {
  private static final String NAME = "namespaces/pay/keys/card";
  private static final int MANY = 10_000;

  private ApiFixture api;

  @BeforeEach
  void start() {
    api = ApiFixture.start();
    var unused =
        KeyServiceGrpc.newBlockingStub(api.admin())
            .createKey(
                CreateKeyRequest.newBuilder()
                    .setParent("namespaces/pay")
                    .setKeyId("card")
                    .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
                    .build());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Answers open(boolean greedy) {
    Answers answers = new Answers(greedy);
    var unused =
        RetrievalServiceGrpc.newStub(api.admin())
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .streamRetrieveKeys(answers);
    return answers;
  }

  private static StreamRetrieveKeysRequest request(long tag, String name) {
    return StreamRetrieveKeysRequest.newBuilder()
        .setTag(tag)
        .setRequest(RetrieveKeyRequest.newBuilder().setName(name))
        .build();
  }

  private static void sendMany(Answers answers) {
    for (int tag = 0; tag < MANY; tag++) {
      answers.requests().onNext(request(tag, NAME));
    }
  }

  @Test
  void givenManyRequests_whenStreamed_thenEachIsAnsweredOnceWithMaterial()
      throws InterruptedException, ExecutionException, TimeoutException {
    Answers answers = open(true);

    sendMany(answers);
    answers.requests().onCompleted();
    answers.awaitEnd();

    assertThat(answers.tags().cardinality()).isEqualTo(MANY);
    assertThat(answers.all()).hasSize(MANY);
    assertThat(answers.all())
        .allMatch(
            answer ->
                answer
                    .getResult()
                    .getKey()
                    .getMaterial()
                    .equals(answers.all().get(0).getResult().getKey().getMaterial()));
  }

  @Test
  void givenLogThatStandsStill_whenMoreIsSentThanMayBeUnanswered_thenTheRestWaits()
      throws InterruptedException, ExecutionException, TimeoutException {
    api.node().holdLog();
    Answers answers = open(true);

    sendMany(answers);
    answers.requests().onCompleted();

    Awaitility.await().until(() -> api.node().held() == RetrievalStream.MAX_UNANSWERED);
    Awaitility.await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(5))
        .until(() -> api.node().held() == RetrievalStream.MAX_UNANSWERED);
    api.node().releaseLog();
    answers.awaitEnd();
    assertThat(answers.tags().cardinality()).isEqualTo(MANY);
  }

  @Test
  void givenClientThatTakesNoAnswers_whenItSends_thenTheServerStopsReading()
      throws InterruptedException, ExecutionException, TimeoutException {
    Answers answers = open(false);
    long before = api.node().auditSequence();

    sendMany(answers);
    answers.requests().onCompleted();

    Awaitility.await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              long read = api.node().auditSequence() - before;
              return read >= RetrievalStream.MAX_UNANSWERED && read < MANY;
            });
    answers.requests().request(2 * MANY);
    answers.awaitEnd();
    assertThat(answers.tags().cardinality()).isEqualTo(MANY);
  }

  @Test
  void givenItemsThatCannotBeServed_whenStreamed_thenTheirErrorsCarryTheirTags()
      throws InterruptedException, ExecutionException, TimeoutException {
    Answers answers = open(true);

    answers.requests().onNext(request(1, "no name"));
    answers.requests().onNext(request(2, "namespaces/pay/keys/absent"));
    answers.requests().onNext(StreamRetrieveKeysRequest.newBuilder().setTag(3).build());
    answers.requests().onNext(request(4, NAME));
    answers.requests().onCompleted();
    answers.awaitEnd();

    assertThat(refusal(answers.of(1).getResult().getError()).reason()).isEqualTo("INVALID_NAME");
    assertThat(refusal(answers.of(2).getResult().getError()).reason()).isEqualTo("KEY_NOT_FOUND");
    assertThat(refusal(answers.of(3).getResult().getError()).reason()).isEqualTo("INVALID_NAME");
    assertThat(answers.of(4).getResult().getKey().getMaterial().size()).isEqualTo(32);
  }

  @Test
  void givenStreamThatIsCutOff_whenAnswersCome_thenNothingBreaks() {
    api.node().holdLog();
    Answers answers = open(true);
    answers.requests().onNext(request(1, NAME));
    Awaitility.await().until(() -> api.node().held() == 1);

    answers.requests().cancel("enough", null);
    api.node().releaseLog();

    assertThat(
            RetrievalServiceGrpc.newBlockingStub(api.admin())
                .retrieveKey(RetrieveKeyRequest.newBuilder().setName(NAME).build())
                .getMaterial()
                .size())
        .isEqualTo(32);
  }

  /** Collects answers; takes them as they come, or only when asked to. */
  private static final class Answers
      implements ClientResponseObserver<StreamRetrieveKeysRequest, StreamRetrieveKeysResponse> {
    private final boolean greedy;
    private final CompletableFuture<ClientCallStreamObserver<StreamRetrieveKeysRequest>> requests =
        new CompletableFuture<>();
    private final List<StreamRetrieveKeysResponse> all =
        Collections.synchronizedList(new ArrayList<>());
    private final BitSet tags = new BitSet();
    private final CompletableFuture<String> end = new CompletableFuture<>();

    Answers(boolean greedy) {
      this.greedy = greedy;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<StreamRetrieveKeysRequest> stream) {
      if (!greedy) {
        stream.disableAutoRequestWithInitial(0);
      }
      requests.complete(stream);
    }

    ClientCallStreamObserver<StreamRetrieveKeysRequest> requests() {
      return requests.join();
    }

    synchronized BitSet tags() {
      return tags;
    }

    List<StreamRetrieveKeysResponse> all() {
      return all;
    }

    StreamRetrieveKeysResponse of(long tag) {
      return all.stream().filter(answer -> answer.getTag() == tag).findFirst().orElseThrow();
    }

    void awaitEnd() throws InterruptedException, ExecutionException, TimeoutException {
      assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo("completed");
    }

    @Override
    public synchronized void onNext(StreamRetrieveKeysResponse answer) {
      all.add(answer);
      tags.set(Math.toIntExact(answer.getTag()));
    }

    @Override
    public void onError(Throwable failure) {
      end.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      end.complete("completed");
    }
  }
}
