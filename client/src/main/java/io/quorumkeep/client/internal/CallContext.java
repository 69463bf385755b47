// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What a caller chose for the calls to come.
 *
 * @param retrieveDeadline for the release of material, all attempts together
 * @param adminDeadline for everything else
 * @param maxAttempts including the first
 * @param requestId the request id to use; empty: a new one for each call
 */
public record CallContext(
    Duration retrieveDeadline, Duration adminDeadline, int maxAttempts, Optional<UUID> requestId) {
  /** Two seconds for a release, ten for everything else. */
  public static final CallContext DEFAULT =
      new CallContext(Duration.ofSeconds(2), Duration.ofSeconds(10), 16, Optional.empty());

  public CallContext {
    if (retrieveDeadline.isNegative()
        || retrieveDeadline.isZero()
        || adminDeadline.isNegative()
        || adminDeadline.isZero()) {
      throw new IllegalArgumentException("a deadline must be longer than nothing");
    }
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("at least one attempt is needed");
    }
  }

  /** With other deadlines. */
  public CallContext withDeadlines(Duration retrieve, Duration admin) {
    return new CallContext(retrieve, admin, maxAttempts, requestId);
  }

  /** With another number of attempts. */
  public CallContext withMaxAttempts(int attempts) {
    return new CallContext(retrieveDeadline, adminDeadline, attempts, requestId);
  }

  /** With a request id. */
  public CallContext withRequestId(UUID id) {
    return new CallContext(retrieveDeadline, adminDeadline, maxAttempts, Optional.of(id));
  }

  CallLimits retrieveLimits() {
    return new CallLimits(retrieveDeadline, maxAttempts);
  }

  CallLimits adminLimits() {
    return new CallLimits(adminDeadline, maxAttempts);
  }

  String newRequestId() {
    return requestId.orElseGet(RequestIds::next).toString();
  }
}
