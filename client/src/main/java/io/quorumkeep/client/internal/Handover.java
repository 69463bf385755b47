// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.quorumkeep.client.ErrorCode;
import io.quorumkeep.client.Failure;
import io.quorumkeep.client.QuorumkeepException;
import io.quorumkeep.client.RetrievalResult;
import io.quorumkeep.client.RetrievedKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** Hands results from the transport's threads to the caller's, blocking or not. */
public final class Handover {
  private Handover() {}

  /** Waits for {@code future}. An interrupt cancels the call and is kept for the caller. */
  public static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      Failure failure =
          Failure.of(ErrorCode.CANCELLED, "interrupted while waiting for an answer", "")
              .after(1, true);
      throw QuorumkeepException.of(failure, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof QuorumkeepException failure) {
        failure.fillInStackTrace();
        throw failure;
      }
      throw new IllegalStateException("a call ended in an unforeseen way", e.getCause());
    }
  }

  /** The same result, but completed on {@code executor}. Cancelling it cancels the call. */
  public static <T> CompletableFuture<T> to(Executor executor, CompletableFuture<T> call) {
    CompletableFuture<T> handed = new CompletableFuture<>();
    var unused =
        call.whenCompleteAsync(
            (value, failure) -> {
              if (failure != null) {
                handed.completeExceptionally(failure);
              } else if (!handed.complete(value)) {
                discard(value);
              }
            },
            executor);
    var unusedToo =
        handed.whenComplete(
            (value, failure) -> {
              if (handed.isCancelled()) {
                call.cancel(true);
              }
            });
    return handed;
  }

  /** Zeroizes what came too late for anyone to want it. */
  static void discard(Object value) {
    if (value instanceof RetrievedKey key) {
      key.close();
    } else if (value instanceof List<?> list) {
      list.forEach(Handover::discard);
    } else if (value instanceof RetrievalResult.Released released) {
      released.key().close();
    }
  }
}
