// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.RequestId;
import java.nio.ByteBuffer;

/**
 * The key under which the result of a request is kept: eight bytes of a hash of the principal, so
 * that nobody meets another's requests, and the request id.
 */
record RequestKey(long principalHash, long high, long low) {
  static final int BYTES = 24;

  static RequestKey of(long principalHash, RequestId id) {
    return new RequestKey(principalHash, id.high(), id.low());
  }

  byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(principalHash).putLong(high).putLong(low).array();
  }
}
