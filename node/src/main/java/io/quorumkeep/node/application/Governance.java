// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.application.Submissions.Request;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import java.util.concurrent.CompletableFuture;

/** Changes policies of namespaces, and proposals. */
public final class Governance {
  private final Submissions submissions;

  public Governance(Submissions submissions) {
    this.submissions = submissions;
  }

  /** Sends a command; fails with {@link RequestFailedException} if it stays undecided. */
  public CompletableFuture<Outcome> change(Request request, GovernanceCommand command) {
    return submissions.submit(request, new CommandBody.Govern(command));
  }
}
