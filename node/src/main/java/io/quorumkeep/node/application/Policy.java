// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.application.Submissions.Request;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import java.util.concurrent.CompletableFuture;

/** Changes grants. */
public final class Policy {
  private final Submissions submissions;

  public Policy(Submissions submissions) {
    this.submissions = submissions;
  }

  /** Creates or revokes a grant; fails with {@link RequestFailedException} if undecided. */
  public CompletableFuture<Outcome> change(Request request, PolicyCommand command) {
    return submissions.submit(request, new CommandBody.ChangePolicy(command));
  }
}
