// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.grpc.Status.Code;
import io.quorumkeep.client.fake.Answers;
import io.quorumkeep.client.fake.FakeCluster;
import io.quorumkeep.client.fake.FakeNode;
import io.quorumkeep.client.fake.Refusals;
import io.quorumkeep.v1.BatchRetrieveKeysRequest;
import io.quorumkeep.v1.BatchRetrieveKeysResponse;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResult;
import io.quorumkeep.v1.StreamRetrieveKeysRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RetrievalStreamTest {
  private static final String METHOD = "StreamRetrieveKeys";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path directory;

  private FakeCluster cluster;
  private QuorumkeepClient client;

  @BeforeEach
  void startThreeNodes() {
    cluster = FakeCluster.start(directory, 3);
    cluster.onAll(METHOD, request -> Optional.of(Answers.released(request)));
    client = cluster.client().build();
    cluster.connectToAll(client);
  }

  @AfterEach
  void stopThem() {
    client.close();
    cluster.close();
  }

  @Test
  void givenMoreRequestsThanMayBeUnanswered_whenStreamed_thenEachGetsItsOwnAnswer() {
    int count = RetrievalStream.MAX_UNANSWERED * 3;
    try (RetrievalStream stream =
        client.withDeadline(Duration.ofSeconds(20)).openRetrievalStream()) {
      List<CompletableFuture<RetrievedKey>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        futures.add(stream.retrieve("namespaces/pay/keys/k" + i));
      }

      for (int i = 0; i < count; i++) {
        assertThat(futures.get(i).join().name())
            .isEqualTo("namespaces/pay/keys/k" + i + "/versions/3");
      }
    }
    assertThat(cluster.requests(StreamRetrieveKeysRequest.class)).hasSize(count);
  }

  @Test
  void givenRefusedItem_whenStreamed_thenOnlyThatOneFails() {
    cluster.onAll(
        METHOD,
        request -> {
          if (Answers.released(request).getName().contains("bad")) {
            throw Refusals.of(Code.NOT_FOUND, "KEY_NOT_FOUND", "no such key");
          }
          return Optional.of(Answers.released(request));
        });
    try (RetrievalStream stream = client.openRetrievalStream()) {
      var bad = stream.retrieve("namespaces/pay/keys/bad");
      var good = stream.retrieve("namespaces/pay/keys/good");

      assertThat(bad)
          .failsWithin(PATIENCE)
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(QuorumkeepException.NotFound.class);
      assertThat(good).succeedsWithin(PATIENCE);
    }
  }

  @Test
  void givenItemWithoutLeader_whenStreamed_thenItIsAskedForAgain() {
    AtomicInteger asked = new AtomicInteger();
    cluster.onAll(
        METHOD,
        request -> {
          if (asked.getAndIncrement() < 2) {
            throw Refusals.noLeader();
          }
          return Optional.of(Answers.released(request));
        });
    try (RetrievalStream stream =
        client.withDeadline(Duration.ofSeconds(20)).openRetrievalStream()) {
      assertThat(stream.retrieve("namespaces/pay/keys/card")).succeedsWithin(PATIENCE);
    }
    assertThat(requestIds()).hasSize(3).containsOnly(requestIds().get(0));
  }

  @Test
  void givenNodeKilled_whenRequestsAreOnIt_thenAnotherNodeAnswersThem()
      throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(100);
    cluster.onAll(
        METHOD,
        request -> {
          arrived.countDown();
          return Optional.empty();
        });
    try (RetrievalStream stream = client.openRetrievalStream()) {
      List<CompletableFuture<RetrievedKey>> futures = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        futures.add(stream.retrieve("namespaces/pay/keys/k" + i));
      }
      assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
      cluster.onAll(METHOD, request -> Optional.of(Answers.released(request)));

      busyNode().close();

      assertThat(futures).allSatisfy(future -> assertThat(future).succeedsWithin(PATIENCE));
    }
    assertThat(requestIds()).hasSize(200);
    assertThat(requestIds().stream().distinct()).hasSize(100);
  }

  @Test
  void givenNodeThatHangs_whenStreamed_thenAnotherNodeAnswersWithinTheDeadline()
      throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    cluster.onAll(
        METHOD,
        request -> {
          arrived.countDown();
          return Optional.empty();
        });
    try (RetrievalStream stream = client.openRetrievalStream()) {
      var future = stream.retrieve("namespaces/pay/keys/card");
      assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
      FakeNode hung = busyNode();
      cluster.nodes().stream()
          .filter(node -> node != hung)
          .forEach(node -> node.on(METHOD, request -> Optional.of(Answers.released(request))));

      assertThat(future).succeedsWithin(PATIENCE);
    }
  }

  @Test
  void givenNodeThatLosesOneItem_whenStreamed_thenAnotherNodeIsAskedForIt() {
    cluster.onAll(
        METHOD,
        request ->
            Answers.released(request).getName().contains("lost")
                ? Optional.empty()
                : Optional.of(Answers.released(request)));
    cluster.onAll("BatchRetrieveKeys", request -> Optional.of(releaseAll(request)));
    try (RetrievalStream stream = client.openRetrievalStream()) {
      List<CompletableFuture<RetrievedKey>> lost = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        lost.add(stream.retrieve("namespaces/pay/keys/lost" + i));
      }
      while (!lost.stream().allMatch(CompletableFuture::isDone)) {
        stream.retrieve("namespaces/pay/keys/card").join().close();
      }

      assertThat(lost).allSatisfy(future -> assertThat(future).isCompleted());
    }
    List<BatchRetrieveKeysRequest> batches = cluster.requests(BatchRetrieveKeysRequest.class);
    assertThat(batches).hasSizeLessThan(20);
    assertThat(
            batches.stream()
                .flatMap(batch -> batch.getRequestsList().stream())
                .map(RetrieveKeyRequest::getRequestId))
        .containsExactlyInAnyOrderElementsOf(
            cluster.requests(StreamRetrieveKeysRequest.class).stream()
                .map(StreamRetrieveKeysRequest::getRequest)
                .filter(request -> request.getName().contains("lost"))
                .map(RetrieveKeyRequest::getRequestId)
                .toList());
  }

  @Test
  void givenNoAnswer_whenTheDeadlinePasses_thenTheRequestFails() {
    cluster.onAll(METHOD, request -> Optional.empty());
    try (RetrievalStream stream =
        client.withDeadline(Duration.ofMillis(300)).openRetrievalStream()) {

      assertThat(stream.retrieve("namespaces/pay/keys/card"))
          .failsWithin(PATIENCE)
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              QuorumkeepException.DeadlineExceeded.class,
              failure -> assertThat(failure.outcomeUnknown()).isTrue());
    }
  }

  @Test
  void givenUnansweredRequests_whenClosed_thenTheyFail() {
    cluster.onAll(METHOD, request -> Optional.empty());
    RetrievalStream stream = client.openRetrievalStream();
    var future = stream.retrieve("namespaces/pay/keys/card");

    stream.close();

    assertThat(future)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(QuorumkeepException.Cancelled.class);
    assertThat(stream.retrieve("namespaces/pay/keys/card")).failsWithin(PATIENCE);
  }

  @Test
  void givenOpenStream_whenTheClientCloses_thenEverythingFails() {
    cluster.onAll(METHOD, request -> Optional.empty());
    RetrievalStream stream = client.openRetrievalStream();
    var before = stream.retrieve("namespaces/pay/keys/card");

    client.close();

    assertThat(before).failsWithin(PATIENCE);
    assertThat(stream.retrieve("namespaces/pay/keys/card")).failsWithin(PATIENCE);
  }

  private static BatchRetrieveKeysResponse releaseAll(Message request) {
    BatchRetrieveKeysResponse.Builder answer = BatchRetrieveKeysResponse.newBuilder();
    for (RetrieveKeyRequest item : ((BatchRetrieveKeysRequest) request).getRequestsList()) {
      answer.addResults(RetrieveKeyResult.newBuilder().setKey(Answers.released(item)));
    }
    return answer.build();
  }

  private FakeNode busyNode() {
    return cluster.nodes().stream()
        .filter(node -> !node.requests(StreamRetrieveKeysRequest.class).isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private List<String> requestIds() {
    return cluster.requests(StreamRetrieveKeysRequest.class).stream()
        .map(request -> request.getRequest().getRequestId())
        .toList();
  }
}
