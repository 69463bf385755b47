// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.domain.RequestId;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads request ids, and makes them up where a request brings none: 60 random bits of this process
 * and a counter, in the form of a UUID of version 8 (RFC 9562, section 5.8). They need to be unique
 * and not to be secret, since each principal's ids are apart from all others'.
 */
final class RequestIds {
  private static final String FIELD = "request_id";
  private static final long VERSION_MASK = 0xf000L;
  private static final long VERSION = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long COUNTER_MASK = 0x3fff_ffff_ffff_ffffL;

  private final long high;
  private final AtomicLong counter;

  RequestIds() {
    SecureRandom random = new SecureRandom();
    this.high = (random.nextLong() & ~VERSION_MASK) | VERSION;
    this.counter = new AtomicLong(random.nextLong());
  }

  /**
   * The id in {@code text}, or a new one if that is empty.
   *
   * @throws RefusedException if it is anything but a UUID
   */
  RequestId of(String text) {
    if (text.isEmpty()) {
      return next();
    }
    try {
      return RequestId.parse(text);
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_REQUEST_ID, FIELD, e);
    }
  }

  RequestId next() {
    return new RequestId(high, (counter.getAndIncrement() & COUNTER_MASK) | VARIANT);
  }
}
