// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.quorumkeep.client.fake.Answers;
import io.quorumkeep.client.fake.FakeCluster;
import io.quorumkeep.client.fake.FakeNode;
import io.quorumkeep.client.fake.Refusals;
import io.quorumkeep.v1.ActivateKeyRequest;
import io.quorumkeep.v1.ActivateKeyResponse;
import io.quorumkeep.v1.BatchRetrieveKeysRequest;
import io.quorumkeep.v1.BatchRetrieveKeysResponse;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens when nodes do not answer, over real connections to three of them. */
@Timeout(30)
class RetryTest {
  private static final String CARD = "namespaces/pay/keys/card";

  @TempDir Path directory;

  private FakeCluster cluster;
  private QuorumkeepClient client;

  @BeforeEach
  void startThreeNodes() {
    cluster = FakeCluster.start(directory, 3);
    cluster.onAll("RetrieveKey", request -> Optional.of(Answers.released(request)));
    client = cluster.client().build();
    cluster.connectToAll(client);
  }

  @AfterEach
  void stopThem() {
    client.close();
    cluster.close();
  }

  @Test
  void givenNodesWithoutLeader_whenRetrieved_thenEachIsAskedInTurnWithTheSameRequestId() {
    cluster.onAll("RetrieveKey", failing(2, Refusals.noLeader()));

    try (RetrievedKey key = client.retrieve(CARD)) {
      assertThat(key.name()).isEqualTo(CARD + "/versions/3");
    }

    assertThat(requestIds()).hasSize(3).containsOnly(requestIds().get(0));
    assertThat(UUID.fromString(requestIds().get(0)).version()).isEqualTo(7);
    assertThat(cluster.nodes())
        .allSatisfy(node -> assertThat(node.requests(RetrieveKeyRequest.class)).hasSize(1));
  }

  @Test
  void givenTwoCalls_whenRetrieved_thenTheirRequestIdsDiffer() {
    client.retrieve(CARD).close();
    client.retrieve(CARD).close();

    assertThat(requestIds()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void givenChosenRequestId_whenActivated_thenThatIsSent() {
    var answer = ActivateKeyResponse.newBuilder().setKey(Answers.key(CARD)).build();
    cluster.onAll("ActivateKey", request -> Optional.of(answer));
    UUID chosen = UUID.fromString("01234567-89ab-4cde-8f01-23456789abcd");

    client.withRequestId(chosen).activateKey(CARD);

    assertThat(cluster.requests(ActivateKeyRequest.class))
        .extracting(ActivateKeyRequest::getRequestId)
        .containsExactly(chosen.toString());
  }

  @Test
  void givenOneNodeThatHangs_whenRetrieved_thenAnotherAnswersWithinTheDeadline() {
    cluster.node(0).hang("RetrieveKey");

    for (int i = 0; i < 3; i++) {
      client.retrieve(CARD).close();
    }

    assertThat(cluster.node(0).requests(RetrieveKeyRequest.class)).isNotEmpty();
  }

  @Test
  void givenAllNodesHang_whenRetrieved_thenItFailsAtTheDeadlineWithUnknownOutcome() {
    cluster.onAll("RetrieveKey", request -> Optional.empty());
    long start = System.nanoTime();

    var failure =
        catchThrowableOfType(
            QuorumkeepException.DeadlineExceeded.class,
            () -> client.withDeadline(Duration.ofMillis(400)).retrieve(CARD));

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(380), Duration.ofMillis(1_500));
    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(requestIds()).hasSize(2).containsOnly(failure.requestId());
  }

  @Test
  void givenNoLeaderForever_whenRetrieved_thenItFailsWithinTheDeadlineAndSaysWhy() {
    cluster.onAll("RetrieveKey", failing(Integer.MAX_VALUE, Refusals.noLeader()));
    long start = System.nanoTime();

    var failure =
        catchThrowableOfType(
            QuorumkeepException.class,
            () -> client.withDeadline(Duration.ofMillis(500)).retrieve(CARD));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(failure).hasMessageContaining("there is no leader");
    // The deadline may come while the last attempt is under way, and then nobody knows.
    boolean lastUnderWay = failure instanceof QuorumkeepException.DeadlineExceeded;
    assertThat(failure.reason()).isEqualTo(lastUnderWay ? "DEADLINE_EXCEEDED" : "NO_LEADER");
    assertThat(failure.outcomeUnknown()).isEqualTo(lastUnderWay);
    assertThat(failure.failure().attempts()).isEqualTo(requestIds().size()).isGreaterThan(2);
  }

  @Test
  void givenLimitOfAttempts_whenNoNodeAnswers_thenItIsKept() {
    cluster.onAll("RetrieveKey", failing(Integer.MAX_VALUE, Refusals.noLeader()));
    try (QuorumkeepClient hasty = cluster.client().maxAttempts(3).build()) {

      var failure =
          catchThrowableOfType(QuorumkeepException.Unavailable.class, () -> hasty.retrieve(CARD));

      assertThat(failure.failure().attempts()).isEqualTo(3);
      assertThat(requestIds()).hasSize(3);
    }
  }

  @Test
  void givenDeniedCaller_whenRetrieved_thenItIsNotRetried() {
    var denial = Refusals.of(Code.PERMISSION_DENIED, "NO_GRANT", "not granted");
    cluster.onAll("RetrieveKey", failing(Integer.MAX_VALUE, denial));

    var failure =
        catchThrowableOfType(
            QuorumkeepException.PermissionDenied.class, () -> client.retrieve(CARD));

    assertThat(requestIds()).containsExactly(failure.requestId());
    assertThat(failure.reason()).isEqualTo("NO_GRANT");
    assertThat(failure.metadata()).containsEntry("resource", CARD);
    assertThat(failure.retryable()).isFalse();
    assertThat(failure).hasMessageContaining("not granted").hasMessageContaining("NO_GRANT");
    assertThat(failure.getStackTrace())
        .anySatisfy(frame -> assertThat(frame.getClassName()).isEqualTo(RetryTest.class.getName()));
  }

  @Test
  void givenConflict_whenTheNodeDoesNotAdviseIt_thenItIsNotRetried() {
    cluster.onAll("RetrieveKey", failing(1, Refusals.of(Code.ABORTED, "ETAG_MISMATCH", "changed")));

    assertThatThrownBy(() -> client.retrieve(CARD))
        .isInstanceOf(QuorumkeepException.Conflict.class);

    assertThat(requestIds()).hasSize(1);
  }

  @Test
  void givenConflict_whenTheNodeAdvisesIt_thenItIsRetried() {
    cluster.onAll(
        "RetrieveKey", failing(1, Refusals.retryable(Code.ABORTED, "BUSY", Duration.ofMillis(1))));

    client.retrieve(CARD).close();

    assertThat(requestIds()).hasSize(2).containsOnly(requestIds().get(0));
  }

  @Test
  void givenNodeWithUnreadableCopy_whenRetrieved_thenAnotherIsAsked() {
    cluster.onAll(
        "RetrieveKey", failing(1, Refusals.of(Code.INTERNAL, "MATERIAL_UNREADABLE", "no")));

    client.retrieve(CARD).close();

    assertThat(requestIds()).hasSize(2).containsOnly(requestIds().get(0));
  }

  @Test
  void givenNodeThatFailed_whenRetrieved_thenItIsNotRetried() {
    cluster.onAll("RetrieveKey", failing(1, Refusals.of(Code.INTERNAL, "INTERNAL", "bug")));

    assertThatThrownBy(() -> client.retrieve(CARD))
        .isInstanceOf(QuorumkeepException.ServerFailure.class);

    assertThat(requestIds()).hasSize(1);
  }

  @Test
  void givenNodeThatAsksToWait_whenRetried_thenItWaits() {
    var busy = Refusals.retryable(Code.RESOURCE_EXHAUSTED, "OVERLOADED", Duration.ofMillis(600));
    cluster.onAll("RetrieveKey", failing(1, busy));
    long start = System.nanoTime();

    client.retrieve(CARD).close();

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(600));
  }

  @Test
  void givenLostAnswer_whenTheNextNodeRefuses_thenNothingIsInDoubt() throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    cluster.onAll(
        "RetrieveKey",
        request -> {
          if (asked.getAndIncrement() == 0) {
            arrived.countDown();
            return Optional.empty();
          }
          throw Refusals.of(Code.FAILED_PRECONDITION, "KEY_STATE_FORBIDS", "suspended");
        });

    CompletableFuture<RetrievedKey> future = client.retrieveAsync(CARD);
    assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
    nodeThatWasAsked().close();

    assertThat(future)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            QuorumkeepException.FailedPrecondition.class,
            failure -> assertThat(failure.outcomeUnknown()).isFalse());
  }

  @Test
  void givenLostAnswer_whenNoLeaderFollows_thenTheOutcomeStaysUnknown()
      throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    cluster.onAll(
        "RetrieveKey",
        request -> {
          if (asked.getAndIncrement() == 0) {
            arrived.countDown();
            return Optional.empty();
          }
          throw Refusals.noLeader();
        });

    CompletableFuture<RetrievedKey> future = client.retrieveAsync(CARD);
    assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
    nodeThatWasAsked().close();

    assertThat(future)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            QuorumkeepException.class, failure -> assertThat(failure.outcomeUnknown()).isTrue());
  }

  @Test
  void givenNodeKilledWithRequestsOnIt_whenRetrieved_thenNoCallerNotices()
      throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    cluster
        .node(1)
        .on(
            "RetrieveKey",
            request -> {
              arrived.countDown();
              return Optional.empty();
            });
    List<CompletableFuture<RetrievedKey>> futures = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      futures.add(client.retrieveAsync(CARD));
    }
    assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();

    cluster.node(1).close();

    assertThat(futures)
        .allSatisfy(future -> assertThat(future).succeedsWithin(Duration.ofSeconds(5)));
  }

  @Test
  void givenNodeRestarted_whenTheOthersAreGone_thenItIsFoundAgainWithinTheDeadline() {
    cluster.nodes().forEach(FakeNode::close);
    QuorumkeepClient brief = client.withDeadline(Duration.ofMillis(1_500));
    assertThatThrownBy(() -> brief.retrieve(CARD))
        .isInstanceOf(QuorumkeepException.Unavailable.class);

    cluster.restart(0).on("RetrieveKey", request -> Optional.of(Answers.released(request)));

    client.retrieve(CARD).close();
    assertThat(cluster.node(0).requests(RetrieveKeyRequest.class)).hasSize(1);
  }

  @Test
  void givenWaitingCaller_whenInterrupted_thenItIsCancelledAndStaysInterrupted() {
    cluster.onAll("RetrieveKey", request -> Optional.empty());
    Thread.currentThread().interrupt();

    var failure =
        catchThrowableOfType(QuorumkeepException.Cancelled.class, () -> client.retrieve(CARD));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED);
  }

  @Test
  void givenCancelledFuture_whenItsCallIsUnderWay_thenTheNodeIsTold() throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    cluster.onAll(
        "RetrieveKey",
        request -> {
          arrived.countDown();
          return Optional.empty();
        });
    CompletableFuture<RetrievedKey> future =
        client.withDeadline(Duration.ofSeconds(20)).retrieveAsync(CARD);
    assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();

    future.cancel(true);

    assertThat(nodeThatWasAsked().awaitCancellation()).isTrue();
    assertThat(requestIds()).hasSize(1);
  }

  @Test
  void givenClosedClient_whenCallsWaitForTheirNextAttempt_thenTheyFail() {
    cluster.onAll("RetrieveKey", failing(Integer.MAX_VALUE, Refusals.noLeader()));
    CompletableFuture<RetrievedKey> future =
        client.withDeadline(Duration.ofSeconds(20)).retrieveAsync(CARD);

    client.close();

    assertThat(future).failsWithin(Duration.ofSeconds(5));
  }

  @Test
  void givenBatch_whenSomeItemsFindNoLeader_thenOnlyThoseAreAskedForAgain() {
    AtomicInteger asked = new AtomicInteger();
    cluster.onAll("BatchRetrieveKeys", request -> Optional.of(batchAnswer(request, asked)));

    List<RetrievalResult> results =
        client.retrieveAll(List.of(CARD, "namespaces/pay/keys/late", "namespaces/pay/keys/no"));

    assertThat(results.get(0)).isInstanceOf(RetrievalResult.Released.class);
    try (RetrievedKey late = results.get(1).orElseThrow()) {
      assertThat(late.name()).isEqualTo("namespaces/pay/keys/late/versions/3");
    }
    assertThat(results.get(2))
        .isInstanceOfSatisfying(
            RetrievalResult.Refused.class,
            refused ->
                assertThat(refused.failure()).isInstanceOf(QuorumkeepException.NotFound.class));
    List<BatchRetrieveKeysRequest> batches = cluster.requests(BatchRetrieveKeysRequest.class);
    assertThat(batches).extracting(BatchRetrieveKeysRequest::getRequestsCount).contains(3, 1);
    assertThat(
            batches.stream()
                .flatMap(batch -> batch.getRequestsList().stream())
                .filter(request -> request.getName().endsWith("late"))
                .map(RetrieveKeyRequest::getRequestId)
                .distinct())
        .hasSize(1);
  }

  private static BatchRetrieveKeysResponse batchAnswer(Message message, AtomicInteger asked) {
    boolean first = asked.getAndIncrement() == 0;
    BatchRetrieveKeysResponse.Builder answer = BatchRetrieveKeysResponse.newBuilder();
    for (RetrieveKeyRequest request : ((BatchRetrieveKeysRequest) message).getRequestsList()) {
      RetrieveKeyResult.Builder result = RetrieveKeyResult.newBuilder();
      if (request.getName().endsWith("no")) {
        result.setError(Refusals.status(Code.NOT_FOUND, "KEY_NOT_FOUND", "no such key"));
      } else if (request.getName().endsWith("late") && first) {
        result.setError(Refusals.status(Code.UNAVAILABLE, "NO_LEADER", "no leader"));
      } else {
        result.setKey(Answers.released(request));
      }
      answer.addResults(result);
    }
    return answer.build();
  }

  private static Function<Message, Optional<Message>> failing(
      int times, StatusRuntimeException refusal) {
    AtomicInteger asked = new AtomicInteger();
    return request -> {
      if (asked.getAndIncrement() < times) {
        throw refusal;
      }
      return Optional.of(Answers.released(request));
    };
  }

  private FakeNode nodeThatWasAsked() {
    return cluster.nodes().stream()
        .filter(node -> !node.requests(RetrieveKeyRequest.class).isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private List<String> requestIds() {
    return cluster.requests(RetrieveKeyRequest.class).stream()
        .map(RetrieveKeyRequest::getRequestId)
        .toList();
  }
}
