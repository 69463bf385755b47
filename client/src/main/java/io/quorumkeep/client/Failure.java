// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known about a failure.
 *
 * @param reason what programs branch on: UPPER_SNAKE, from the catalogue in docs/errors.md; the
 *     name of the code if the failure did not come from a node
 * @param description for people; may change
 * @param metadata the variables of the description, by name
 * @param requestId what the audit trail knows the request by; empty if it had none
 * @param retryable whether the same request may succeed later, unchanged
 * @param retryAfter how long the node asked to wait before that, if it did
 * @param outcomeUnknown whether the request may have taken effect, or may yet
 * @param attempts how often it was sent
 */
public record Failure(
    ErrorCode code,
    String reason,
    String description,
    Map<String, String> metadata,
    String requestId,
    boolean retryable,
    Optional<Duration> retryAfter,
    boolean outcomeUnknown,
    int attempts) {

  public Failure {
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /** A failure without details. */
  public static Failure of(ErrorCode code, String description, String requestId) {
    return new Failure(
        code, code.name(), description, Map.of(), requestId, false, Optional.empty(), false, 1);
  }

  /** The same, after so many attempts, of which one may have taken effect. */
  public Failure after(int attempts, boolean outcomeUnknown) {
    return new Failure(
        code,
        reason,
        description,
        metadata,
        requestId,
        retryable,
        retryAfter,
        outcomeUnknown,
        attempts);
  }

  /** The same, of the request with another id, after so many attempts of its own. */
  public Failure of(String ownRequestId, int ownAttempts) {
    return new Failure(
        code,
        reason,
        description,
        metadata,
        ownRequestId,
        retryable,
        retryAfter,
        outcomeUnknown,
        ownAttempts);
  }

  /** The same, described in other words. */
  public Failure explained(String words) {
    return new Failure(
        code, reason, words, metadata, requestId, retryable, retryAfter, outcomeUnknown, attempts);
  }
}
