// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts requests by method and outcome. */
public final class RequestMetrics {
  private final MeterRegistry registry;
  private final Counter denied;
  private final Counter rateLimited;

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
    denied =
        Counter.builder("quorumkeep.authz.denied")
            .description("Requests refused because no grant allows them")
            .register(registry);
    rateLimited =
        Counter.builder("quorumkeep.rate.limited")
            .description("Requests refused because their principal sends too many")
            .register(registry);
  }

  /**
   * Returns the meters of one method, to be kept by whoever serves it.
   *
   * @param service full name of the gRPC service
   * @param method bare name of the method
   */
  public MethodMetrics method(String service, String method) {
    return new MethodMetrics(registry, service, method);
  }

  public void denied() {
    denied.increment();
  }

  public void rateLimited() {
    rateLimited.increment();
  }
}
