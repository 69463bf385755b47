// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;

/**
 * The releases of a version to one principal.
 *
 * @param firstSequence the audit record of the first
 * @param lastSequence the audit record of the last
 */
public record Recipient(
    String principal,
    long count,
    Instant firstTime,
    Instant lastTime,
    long firstSequence,
    long lastSequence) {

  /** These and later ones, to the same principal. */
  Recipient and(Recipient later) {
    return new Recipient(
        principal,
        count + later.count,
        firstTime,
        later.lastTime,
        firstSequence,
        later.lastSequence);
  }
}
