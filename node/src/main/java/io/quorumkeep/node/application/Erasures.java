// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.application.Queries.Answer;
import io.quorumkeep.node.application.Submissions.Request;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.erasure.ErasureCertificate;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import io.quorumkeep.node.store.StateReader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Begins erasures, and tells of those that are and were. The coordinators do the work. */
public final class Erasures {
  private static final CommandBody.Read READ =
      new CommandBody.Read(Permission.READ_CLUSTER, ResourcePattern.EVERYTHING.text(), 0);

  private final Submissions submissions;
  private final StateReader state;
  private final Executor reader;
  private final List<String> members;

  /**
   * Makes the use case.
   *
   * @param reader where rows are read, since that may take long
   * @param members the names of all configured members: who must take part
   */
  public Erasures(
      Submissions submissions, StateReader state, Executor reader, List<String> members) {
    this.submissions = submissions;
    this.state = state;
    this.reader = reader;
    this.members = List.copyOf(members);
  }

  /**
   * Begins an erasure.
   *
   * @param reason why, in the caller's words; may be empty
   * @return the epochs after it began; fails with {@link RequestFailedException} if there is no
   *     outcome
   */
  public CompletableFuture<Answer<ErasureState>> start(Request request, String reason) {
    return afterwards(
        submissions.submit(
            request, new CommandBody.Erase(new ErasureCommand.Start(members, reason, false))),
        state::erasure);
  }

  /** The epochs, and the erasure under way. */
  public CompletableFuture<Answer<ErasureState>> status(Request request) {
    return afterwards(submissions.submit(request, READ), state::erasure);
  }

  /**
   * Certificates, the newest first.
   *
   * @param before the number before which to begin; 0 for the newest
   */
  public CompletableFuture<Answer<List<ErasureCertificate>>> certificates(
      Request request, long before, int limit) {
    return afterwards(submissions.submit(request, READ), () -> state.certificates(before, limit));
  }

  private <T> CompletableFuture<Answer<T>> afterwards(
      CompletableFuture<Outcome> submitted, Supplier<T> query) {
    return submitted.thenApplyAsync(
        outcome -> {
          Rejection rejection = outcome.rejection();
          return rejection == null ? Answer.of(query.get()) : Answer.refused(rejection);
        },
        reader);
  }
}
