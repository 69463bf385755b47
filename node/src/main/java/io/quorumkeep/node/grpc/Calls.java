// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quorumkeep.node.domain.RequestId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers unary calls: each exactly once, with a response or an error, whatever happens. */
final class Calls {
  private final RequestIds ids = new RequestIds();
  private final Deadlines deadlines;

  /**
   * Answers calls.
   *
   * @param longest how long a call may take that has no deadline, or a later one
   */
  Calls(Duration longest) {
    this.deadlines = new Deadlines(longest);
  }

  RequestIds ids() {
    return ids;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  /**
   * Does {@code work} and answers what it comes to.
   *
   * @param requestId as the request has it; empty for none
   * @param work may throw {@link RefusedException}, now or later
   */
  <T> void answer(
      StreamObserver<T> observer, String requestId, Function<Ask, CompletableFuture<T>> work) {
    expectCancellation(observer);
    RequestId id = null;
    CompletableFuture<T> answer;
    try {
      id = ids.of(requestId);
      answer = work.apply(new Ask(Caller.current(), id, deadlines.remaining()));
    } catch (RuntimeException e) {
      fail(observer, e, id);
      return;
    }
    RequestId known = id;
    var unused =
        answer.whenComplete(
            (response, failure) -> {
              if (failure == null) {
                succeed(observer, response, known);
              } else {
                fail(observer, failure, known);
              }
            });
  }

  /** From now on, answering a call that the client gave up does nothing rather than throw. */
  static void expectCancellation(StreamObserver<?> observer) {
    ((ServerCallStreamObserver<?>) observer).setOnCancelHandler(() -> {});
  }

  static void fail(StreamObserver<?> observer, Throwable failure, @Nullable RequestId id) {
    observer.onError(Errors.exception(Errors.of(failure, id)));
  }

  private static <T> void succeed(StreamObserver<T> observer, T response, RequestId id) {
    try {
      observer.onNext(response);
      observer.onCompleted();
    } catch (RuntimeException e) {
      fail(observer, e, id);
    }
  }
}
