// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;
import java.util.List;

/**
 * Whether a request would have been allowed.
 *
 * @param reason why not, as in errors.md; empty if it would
 * @param detail the same for people
 * @param grants those that the decision was made of
 * @param time the cluster's time of that moment
 */
public record AccessAnswer(
    boolean allowed, String reason, String detail, List<Grant> grants, Instant time) {

  public AccessAnswer {
    grants = List.copyOf(grants);
  }
}
