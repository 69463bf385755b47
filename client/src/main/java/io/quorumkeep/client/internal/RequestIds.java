// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Makes request ids: version 7 UUIDs (RFC 9562, section 5.7), a Unix time in milliseconds and 74
 * random bits. Nodes take any UUID, but keep them sorted: ids that are made together lie together,
 * and are cheaper to put in their place than random ones.
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
    return version7(System.currentTimeMillis(), random.nextLong(), random.nextLong());
  }

  /** The id of a moment; of the random bits, the lower 12 and 62 are used. */
  static UUID version7(long unixMillis, long random12, long random62) {
    long high = (unixMillis << 16) | 0x7000L | (random12 & 0xfffL);
    long low = (random62 & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
