// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Makes request ids: version 4 UUIDs (RFC 9562, section 5.4).
 *
 * <p>{@code UUID.randomUUID} goes through one generator that all threads share, which the busiest
 * callers feel; here each thread has its own.
 */
final class RequestIds {
  private static final ThreadLocal<SecureRandom> RANDOM =
      ThreadLocal.withInitial(SecureRandom::new);

  private RequestIds() {}

  static UUID next() {
    SecureRandom random = RANDOM.get();
    long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
