// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quorumkeep.node.application.Retrieval;
import io.quorumkeep.node.application.RetrievalReceiver;
import io.quorumkeep.node.application.RetrievalReceiver.OpenMaterial;
import io.quorumkeep.node.application.RetrievalResult;
import io.quorumkeep.v1.RetrieveKeyResult;
import io.quorumkeep.v1.StreamRetrieveKeysRequest;
import io.quorumkeep.v1.StreamRetrieveKeysResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call of StreamRetrieveKeys. Requests are read by the thread of the connection; answers come
 * from others, in any order.
 *
 * <p>Flow control does the limiting: no more than {@link #MAX_UNANSWERED} requests are ever read
 * beyond those answered, and none while the client does not take its answers. A client that goes on
 * sending fills its own window and waits.
 */
final class RetrievalStream implements StreamObserver<StreamRetrieveKeysRequest> {
  /** Requests that were read and not answered. */
  static final int MAX_UNANSWERED = 4_096;

  /** Asking for each request by itself would cost a hand-over between threads for each. */
  private static final int REFILL = 256;

  private final ServerCallStreamObserver<StreamRetrieveKeysResponse> answers;
  private final Calls calls;
  private final Sender sender;
  private final @Nullable Deadline deadline = Context.current().getDeadline();

  // Guarded by this.
  private int unanswered;
  private int owed;
  private boolean halfClosed;
  private boolean ended;

  /** Retrieves one key. */
  @FunctionalInterface
  interface Sender {
    void send(Retrieval.Item item, Duration timeout, RetrievalReceiver receiver);
  }

  RetrievalStream(
      ServerCallStreamObserver<StreamRetrieveKeysResponse> answers, Calls calls, Sender sender) {
    this.answers = answers;
    this.calls = calls;
    this.sender = sender;
  }

  /** Lets requests come. */
  void begin() {
    answers.disableAutoRequest();
    answers.setOnCancelHandler(this::abandon);
    answers.setOnReadyHandler(this::refill);
    answers.request(MAX_UNANSWERED);
  }

  @Override
  public void onNext(StreamRetrieveKeysRequest request) {
    synchronized (this) {
      unanswered++;
    }
    long tag = request.getTag();
    Retrieval.Item item;
    Duration timeout;
    try {
      item = Retrievals.item(request.getRequest(), calls.ids());
      timeout = calls.deadlines().remaining(deadline);
    } catch (RefusedException e) {
      answer(tag, Retrievals.refused(Errors.of(e, null)));
      return;
    }
    sender.send(item, timeout, (results, material) -> answer(tag, item, results.get(0), material));
  }

  private void answer(
      long tag, Retrieval.Item item, RetrievalResult result, OpenMaterial material) {
    RetrieveKeyResult message =
        result instanceof RetrievalResult.Released released
            ? Retrievals.released(released, material.at(0))
            : Retrievals.refused(Retrievals.error(result, item.requestId()));
    answer(tag, message);
  }

  private synchronized void answer(long tag, RetrieveKeyResult result) {
    if (ended) {
      return;
    }
    unanswered--;
    owed++;
    try {
      answers.onNext(StreamRetrieveKeysResponse.newBuilder().setTag(tag).setResult(result).build());
    } catch (RuntimeException e) {
      ended = true;
      Calls.fail(answers, e, null);
      return;
    }
    refill();
    endIfDone();
  }

  private synchronized void refill() {
    if (!ended && owed >= REFILL && answers.isReady()) {
      answers.request(owed);
      owed = 0;
    }
  }

  @Override
  public synchronized void onCompleted() {
    halfClosed = true;
    endIfDone();
  }

  private void endIfDone() {
    if (halfClosed && unanswered == 0 && !ended) {
      ended = true;
      answers.onCompleted();
    }
  }

  @Override
  public void onError(Throwable failure) {
    abandon();
  }

  private synchronized void abandon() {
    ended = true;
  }
}
