// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.application.Queries.Answer;
import io.quorumkeep.node.application.Submissions.Request;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.batch.CommandBody;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Lets a read go through the log first, where it is authorised and recorded. What is read after
 * that is the state at or past that position.
 */
public final class Barrier {
  private final Submissions submissions;
  private final Executor reader;

  /**
   * A barrier in the log.
   *
   * @param reader where rows are read, since that may take long
   */
  public Barrier(Submissions submissions, Executor reader) {
    this.submissions = submissions;
    this.reader = reader;
  }

  /**
   * Answers {@code query} if {@code read} is allowed; fails with {@link RequestFailedException} if
   * that was not decided.
   */
  public <T> CompletableFuture<Answer<T>> then(
      Request request, CommandBody.Read read, Supplier<Answer<T>> query) {
    return submissions
        .submit(request, read)
        .thenApplyAsync(
            outcome -> {
              Rejection rejection = outcome.rejection();
              return rejection == null ? query.get() : Answer.refused(rejection);
            },
            reader);
  }
}
