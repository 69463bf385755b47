// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends single requests through the log. */
public final class Submissions {
  private final GroupCommit commit;
  private final Time time;
  private final Duration longest;

  public Submissions(GroupCommit commit, Time time, Duration longest) {
    this.commit = commit;
    this.time = time;
    this.longest = longest;
  }

  /**
   * Sends a request.
   *
   * @return the outcome, accepted or rejected; fails with {@link RequestFailedException} if there
   *     is none
   */
  public CompletableFuture<Outcome> submit(Request request, CommandBody body) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    Command command = new Command(request.origin(), request.id(), request.hash(), body);
    long now = time.nanos();
    commit.submit(
        new Pending(command, now, deadline(now, request.timeout())) {
          @Override
          void completed(Outcome outcome) {
            answer.complete(outcome);
          }

          @Override
          void failed(Failure failure) {
            answer.completeExceptionally(new RequestFailedException(failure));
          }
        });
    return answer;
  }

  /**
   * Completes when this node has applied everything that was committed before it was called. Has no
   * effect and leaves no record: it moves the audit cursor by nothing.
   *
   * @param origin this node
   */
  CompletableFuture<Outcome> barrier(Origin origin, RequestId id) {
    return submit(new Request(origin, id, 0, longest), new CommandBody.AdvanceCursor(0));
  }

  void submit(Pending pending) {
    commit.submit(pending);
  }

  long nanos() {
    return time.nanos();
  }

  long deadline(long now, Duration timeout) {
    return now + (timeout.compareTo(longest) < 0 ? timeout : longest).toNanos();
  }

  /**
   * A request as the edge took it.
   *
   * @param hash the first eight bytes of a SHA-256 over what was asked
   * @param timeout how long the caller waits
   */
  public record Request(Origin origin, RequestId id, long hash, Duration timeout) {}
}
