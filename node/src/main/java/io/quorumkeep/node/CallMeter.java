// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import io.grpc.Status;
import io.quorumkeep.node.grpc.CallObserver;
import io.quorumkeep.node.observability.MethodMetrics;
import io.quorumkeep.node.observability.RequestMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts calls. The meters of a method are looked up by its names, without making new ones. */
final class CallMeter implements CallObserver {
  private final RequestMetrics metrics;
  private final Map<String, Map<String, MethodMetrics>> methods = new ConcurrentHashMap<>();

  CallMeter(RequestMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void finished(String service, String method, Status.Code code, long nanos) {
    methods
        .computeIfAbsent(service, unused -> new ConcurrentHashMap<>())
        .computeIfAbsent(method, name -> metrics.method(service, name))
        .record(code.value(), nanos);
    if (code == Status.Code.PERMISSION_DENIED) {
      metrics.denied();
    }
  }
}
