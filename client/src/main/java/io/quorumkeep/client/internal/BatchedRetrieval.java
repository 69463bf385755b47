// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.quorumkeep.client.Failure;
import io.quorumkeep.client.QuorumkeepException;
import io.quorumkeep.client.RetrievalResult;
import io.quorumkeep.v1.BatchRetrieveKeysRequest;
import io.quorumkeep.v1.BatchRetrieveKeysResponse;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Retrieves many keys. Items that a node could not answer for now, while the others were released,
 * are asked for again in a smaller batch, with the request ids they have, until the deadline.
 */
final class BatchedRetrieval {
  private final Connection connection;
  private final CallContext context;
  private final List<RetrieveKeyRequest> requests;
  private final long deadlineNanos;
  private final CompletableFuture<List<RetrievalResult>> result = new CompletableFuture<>();

  /** What each item came to so far. Touched by one round at a time. */
  private final Map<Integer, RetrievalResult> settled = new HashMap<>();

  private int rounds;

  private BatchedRetrieval(
      Connection connection, CallContext context, List<RetrieveKeyRequest> requests) {
    this.connection = connection;
    this.context = context;
    this.requests = requests;
    this.deadlineNanos = System.nanoTime() + context.retrieveDeadline().toNanos();
  }

  static CompletableFuture<List<RetrievalResult>> start(
      Connection connection, CallContext context, List<RetrieveKeyRequest> requests) {
    BatchedRetrieval batch = new BatchedRetrieval(connection, context, requests);
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      all.add(i);
    }
    batch.round(all);
    return batch.result;
  }

  private void round(List<Integer> items) {
    rounds++;
    BatchRetrieveKeysRequest.Builder batch = BatchRetrieveKeysRequest.newBuilder();
    items.forEach(item -> batch.addRequests(requests.get(item)));
    long remaining = Math.max(1, deadlineNanos - System.nanoTime());
    var call =
        connection.call(
            RetrievalServiceGrpc.getBatchRetrieveKeysMethod(),
            batch.build(),
            "",
            new CallLimits(Duration.ofNanos(remaining), context.maxAttempts()),
            response -> checked(response, items.size()));
    var unused =
        call.whenComplete(
            (response, thrown) -> {
              if (thrown == null) {
                take(items, response);
              } else {
                failed(items, thrown);
              }
            });
    var unusedToo =
        result.whenComplete(
            (results, thrown) -> {
              if (result.isCancelled()) {
                call.cancel(true);
              }
            });
  }

  private void take(List<Integer> items, BatchRetrieveKeysResponse response) {
    List<Integer> again = new ArrayList<>();
    @Nullable Failure last = null;
    for (int i = 0; i < items.size(); i++) {
      int item = items.get(i);
      RetrievalResult outcome = outcome(requests.get(item), response.getResults(i));
      settled.put(item, outcome);
      if (outcome instanceof RetrievalResult.Refused refused && refused.failure().retryable()) {
        again.add(item);
        last = refused.failure().failure();
      }
    }
    if (last == null) {
      finish();
      return;
    }
    long wait = connection.backoffNanos(rounds, last);
    boolean goOn =
        !result.isDone()
            && rounds < context.maxAttempts()
            && System.nanoTime() + wait - deadlineNanos < 0;
    if (!goOn || !connection.later(() -> round(again), wait)) {
      finish();
    }
  }

  /** A call that fails as a whole fails the batch, unless something was released before. */
  private void failed(List<Integer> items, Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (rounds > 1 && cause instanceof QuorumkeepException failure) {
      for (int item : items) {
        settled.put(item, new RetrievalResult.Refused(requests.get(item).getName(), failure));
      }
      finish();
    } else {
      result.completeExceptionally(cause == null ? thrown : cause);
    }
  }

  private void finish() {
    List<RetrievalResult> results = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      RetrievalResult outcome = settled.get(i);
      if (outcome != null) {
        results.add(outcome);
      }
    }
    if (!result.complete(List.copyOf(results))) {
      Handover.discard(results);
    }
  }

  /** Refuses an answer to another question. */
  static BatchRetrieveKeysResponse checked(BatchRetrieveKeysResponse response, int expected) {
    if (response.getResultsCount() != expected) {
      throw new IllegalStateException(
          response.getResultsCount() + " results for " + expected + " items");
    }
    return response;
  }

  private static RetrievalResult outcome(RetrieveKeyRequest request, RetrieveKeyResult result) {
    return result.hasKey()
        ? new RetrievalResult.Released(request.getName(), KeyMessages.retrieved(result.getKey()))
        : new RetrievalResult.Refused(
            request.getName(), Failures.ofItem(result.getError(), request.getRequestId()));
  }
}
