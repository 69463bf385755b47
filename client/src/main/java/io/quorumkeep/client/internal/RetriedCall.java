// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.quorumkeep.client.ErrorCode;
import io.quorumkeep.client.Failure;
import io.quorumkeep.client.QuorumkeepException;
import java.time.DateTimeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One logical call: the same request, with the same request id, sent until it is answered, refused,
 * or out of time.
 *
 * <p>{@code round_robin} sends each attempt to the next node. An attempt that hears nothing gives
 * up after half the time that is left, once, so that a node which hangs does not use up the
 * deadline; the attempt after that may use all of it, so that a slow cluster is not asked again and
 * again.
 */
final class RetriedCall<Q, R, T> {
  private final Connection connection;
  private final MethodDescriptor<Q, R> method;
  private final Q request;
  private final String requestId;
  private final CallLimits limits;
  private final long deadlineNanos;
  private final Function<R, T> decoder;
  private final CompletableFuture<T> result = new CompletableFuture<>();

  /** Touched by one attempt at a time; attempts hand over through the scheduler. */
  private int attempts;

  private boolean wasSilent;
  private @Nullable QuorumkeepException lastFailure;
  private @Nullable QuorumkeepException lastAnswer;
  private boolean outcomeUnknown;
  private volatile @Nullable ClientCall<Q, R> running;

  private RetriedCall(
      Connection connection,
      MethodDescriptor<Q, R> method,
      Q request,
      String requestId,
      CallLimits limits,
      Function<R, T> decoder) {
    this.connection = connection;
    this.method = method;
    this.request = request;
    this.requestId = requestId;
    this.limits = limits;
    this.decoder = decoder;
    this.deadlineNanos = System.nanoTime() + limits.deadline().toNanos();
  }

  /** Starts the call. Cancelling the future cancels it. */
  static <Q, R, T> CompletableFuture<T> start(
      Connection connection,
      MethodDescriptor<Q, R> method,
      Q request,
      String requestId,
      CallLimits limits,
      Function<R, T> decoder) {
    var call = new RetriedCall<>(connection, method, request, requestId, limits, decoder);
    call.attempt();
    var unused = call.result.whenComplete((answer, failure) -> call.cancelIfGivenUp());
    return call.result;
  }

  private void attempt() {
    if (result.isDone()) {
      return;
    }
    long remaining = deadlineNanos - System.nanoTime();
    QuorumkeepException last = lastFailure;
    if (remaining <= 0 && last != null) {
      giveUp(last);
      return;
    }
    attempts++;
    long allowed = wasSilent || attempts == limits.maxAttempts() ? remaining : remaining / 2;
    ClientCall<Q, R> call =
        connection
            .channel()
            .newCall(method, CallOptions.DEFAULT.withDeadlineAfter(allowed, TimeUnit.NANOSECONDS));
    running = call;
    ClientCalls.asyncUnaryCall(call, request, new Answer());
    if (result.isDone()) {
      cancelIfGivenUp();
    }
  }

  private void answered(R value) {
    try {
      T decoded = decoder.apply(value);
      if (!result.complete(decoded)) {
        Handover.discard(decoded);
      }
    } catch (IllegalArgumentException | IllegalStateException | DateTimeException e) {
      Failure failure =
          Failure.of(ErrorCode.INTERNAL, "the answer makes no sense: " + e.getMessage(), requestId)
              .after(attempts, true);
      result.completeExceptionally(QuorumkeepException.of(failure, e));
    }
  }

  private void failed(Throwable thrown) {
    QuorumkeepException failure = Failures.ofCall(thrown, requestId);
    boolean silent = failure.code() == ErrorCode.DEADLINE_EXCEEDED;
    wasSilent |= silent;
    lastFailure = failure;
    lastAnswer = silent ? lastAnswer : failure;
    boolean lastWord = !silent && !failure.retryable();
    outcomeUnknown = failure.outcomeUnknown() || (outcomeUnknown && !decides(failure));
    long remaining = deadlineNanos - System.nanoTime();
    long wait = connection.backoffNanos(attempts, failure.failure());
    if (lastWord || attempts >= limits.maxAttempts() || wait >= remaining) {
      giveUp(failure);
      return;
    }
    connection.noteUnavailable(failure);
    if (!connection.later(this::attempt, wait)) {
      giveUp(failure);
    }
  }

  /** Whether the failure is a judgement of this very request, after which nothing is in doubt. */
  private static boolean decides(QuorumkeepException failure) {
    return switch (failure.code()) {
      case NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, FAILED_PRECONDITION, INVALID_ARGUMENT ->
          true;
      case UNAUTHENTICATED,
          ABORTED,
          RESOURCE_EXHAUSTED,
          UNAVAILABLE,
          DEADLINE_EXCEEDED,
          CANCELLED,
          UNIMPLEMENTED,
          INTERNAL ->
          false;
    };
  }

  private void giveUp(QuorumkeepException last) {
    Failure failure = last.failure().after(attempts, outcomeUnknown);
    QuorumkeepException answer = lastAnswer;
    if (failure.code() == ErrorCode.DEADLINE_EXCEEDED) {
      failure =
          failure.explained(
              "no node answered within "
                  + limits.deadline().toMillis()
                  + " ms"
                  + (answer == null ? "" : "; before: " + answer.failure().description()));
    }
    result.completeExceptionally(QuorumkeepException.of(failure, last.getCause()));
  }

  private void cancelIfGivenUp() {
    ClientCall<Q, R> call = running;
    if (result.isCancelled() && call != null) {
      call.cancel("given up by the caller", null);
    }
  }

  /** Takes the answer of one attempt, on a thread of the transport. */
  private final class Answer implements StreamObserver<R> {
    private @Nullable R answer;

    @Override
    public void onNext(R value) {
      answer = value;
    }

    @Override
    public void onError(Throwable thrown) {
      failed(thrown);
    }

    @Override
    public void onCompleted() {
      R value = answer;
      if (value != null) {
        answered(value);
      }
    }
  }
}
