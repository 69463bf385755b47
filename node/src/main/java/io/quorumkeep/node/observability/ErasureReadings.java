// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

/** How far an erasure is; read at each scrape, so it must be cheap. */
public interface ErasureReadings {
  /** The epoch under which new material is wrapped. */
  int epoch();

  /** 0 if none is under way, 1 distributing, 2 rewrapping, 3 purging. */
  int phase();

  /** Materials that are yet to be wrapped anew. */
  long remaining();

  /** Members of the erasure under way that have not attested yet. */
  long membersToAttest();

  /** Versions destroyed and not yet covered by a certificate. */
  long destroyedVersions();
}
