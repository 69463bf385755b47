// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.BindableService;
import io.quorumkeep.node.application.ArchiveQueries;
import io.quorumkeep.node.application.Archiving;
import io.quorumkeep.node.application.ClusterView;
import io.quorumkeep.node.application.Erasures;
import io.quorumkeep.node.application.Governance;
import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.application.Policy;
import io.quorumkeep.node.application.Queries;
import io.quorumkeep.node.application.Retrieval;
import io.quorumkeep.node.application.history.HistoryQueries;
import java.time.Duration;
import java.util.List;

/** The services of {@code quorumkeep.v1}. */
public final class ApiServices {
  private ApiServices() {}

  /** What the services do their work with. */
  public record UseCases(
      KeyLifecycle keys,
      Retrieval retrieval,
      Policy policy,
      Queries queries,
      ClusterView cluster,
      Governance governance,
      HistoryQueries history,
      Archiving archiving,
      ArchiveQueries archive,
      Erasures erasures) {}

  /**
   * Makes all of them.
   *
   * @param longestCall how long a call may take that has no deadline, or a later one
   */
  public static List<BindableService> of(UseCases useCases, Duration longestCall) {
    Calls calls = new Calls(longestCall);
    return List.of(
        new KeyServiceEndpoint(calls, useCases.keys(), useCases.queries()),
        new RetrievalServiceEndpoint(calls, useCases.retrieval()),
        new GrantServiceEndpoint(calls, useCases.policy(), useCases.queries()),
        new AuditServiceEndpoint(calls, useCases.queries()),
        new ClusterServiceEndpoint(calls, useCases.queries(), useCases.cluster()),
        new GovernanceServiceEndpoint(calls, useCases.governance(), useCases.queries()),
        new HistoryServiceEndpoint(calls, useCases.history()),
        new ArchiveServiceEndpoint(calls, useCases.archiving(), useCases.archive()),
        new ErasureServiceEndpoint(calls, useCases.erasures()));
  }
}
