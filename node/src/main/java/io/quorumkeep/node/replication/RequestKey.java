// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.RequestId;
import java.nio.ByteBuffer;

/**
 * The key under which the result of a request is kept: eight bytes of a hash of the principal, so
 * that nobody meets another's requests, and the request id.
 */
record RequestKey(long principalHash, long high, long low) implements Comparable<RequestKey> {
  static final int BYTES = 24;

  static RequestKey of(long principalHash, RequestId id) {
    return new RequestKey(principalHash, id.high(), id.low());
  }

  /** The order of {@link #bytes}, without sign, which is the order of the store. */
  @Override
  public int compareTo(RequestKey other) {
    int order = Long.compareUnsigned(principalHash, other.principalHash);
    if (order == 0) {
      order = Long.compareUnsigned(high, other.high);
    }
    return order == 0 ? Long.compareUnsigned(low, other.low) : order;
  }

  byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(principalHash).putLong(high).putLong(low).array();
  }
}
