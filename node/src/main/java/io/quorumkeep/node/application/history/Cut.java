// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application.history;

import java.time.Instant;

/**
 * Where the past ends for one answer: events up to {@code sequence}, and not after {@code time}.
 *
 * @param time also log time of that moment, at which dates are judged
 */
public record Cut(long sequence, Instant time) {
  boolean includes(long eventSequence, Instant occurredAt) {
    return eventSequence <= sequence && !occurredAt.isAfter(time);
  }
}
