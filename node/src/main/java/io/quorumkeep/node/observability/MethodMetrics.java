// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Counts and times the calls of one method. The meters of a status code are made when it first
 * occurs, since most methods only ever give a few of them; {@code OK} is there from the start, so
 * that a rate over it is right from the first request on.
 */
public final class MethodMetrics {
  /** The gRPC status codes, each at its number. */
  private static final List<String> CODES =
      List.of(
          "OK",
          "CANCELLED",
          "UNKNOWN",
          "INVALID_ARGUMENT",
          "DEADLINE_EXCEEDED",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "INTERNAL",
          "UNAVAILABLE",
          "DATA_LOSS",
          "UNAUTHENTICATED");

  private static final int OK = 0;
  private static final int UNKNOWN = 2;

  private static final Duration[] DURATIONS = {
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final String service;
  private final String method;
  private final AtomicReferenceArray<Outcome> outcomes = new AtomicReferenceArray<>(CODES.size());

  MethodMetrics(MeterRegistry registry, String service, String method) {
    this.registry = registry;
    this.service = service;
    this.method = method;
    outcomes.set(OK, register(OK));
  }

  /**
   * Records one finished call.
   *
   * @param code number of its gRPC status; one that gRPC does not know counts as {@code UNKNOWN}
   * @param durationNanos from its arrival to its answer
   */
  public void record(int code, long durationNanos) {
    Outcome outcome = outcomeOf(code >= 0 && code < CODES.size() ? code : UNKNOWN);
    outcome.requests.increment();
    outcome.duration.record(durationNanos, TimeUnit.NANOSECONDS);
  }

  private Outcome outcomeOf(int code) {
    Outcome outcome = outcomes.get(code);
    if (outcome == null) {
      // Two threads may both get here; the registry gives both the same meters.
      outcome = register(code);
      outcomes.set(code, outcome);
    }
    return outcome;
  }

  private Outcome register(int code) {
    Counter requests =
        Counter.builder("quorumkeep.requests")
            .description("Requests answered")
            .tag("service", service)
            .tag("method", method)
            .tag("code", CODES.get(code))
            .register(registry);
    Timer duration =
        Timer.builder("quorumkeep.request.duration")
            .description("Time from a request's arrival to its answer")
            .tag("service", service)
            .tag("method", method)
            .tag("code", CODES.get(code))
            .serviceLevelObjectives(DURATIONS)
            .register(registry);
    return new Outcome(requests, duration);
  }

  private record Outcome(Counter requests, Timer duration) {}
}
