// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The first eight bytes of SHA-256 of each principal seen lately. */
final class PrincipalHashes {
  private static final int CAPACITY = 10_000;
  private static final byte[] NOTHING = new byte[0];

  private final Sha256 sha256;
  private final Recent<Principal, Long> known = new Recent<>(CAPACITY);

  PrincipalHashes(Sha256 sha256) {
    this.sha256 = sha256;
  }

  long of(Principal principal) {
    Long hash = known.get(principal);
    if (hash == null) {
      byte[] digest = sha256.digest(principal.uri().getBytes(StandardCharsets.US_ASCII), NOTHING);
      hash = ByteBuffer.wrap(digest).getLong();
      known.put(principal, hash);
      known.trim();
    }
    return hash;
  }
}
