// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import io.quorumkeep.node.crypto.EpochSecrets;

/**
 * Where a node keeps its epoch secrets while it is down: a port of {@link EpochVault}, which calls
 * it from one thread at a time.
 *
 * <p>A change is durable when its method returns. If that throws {@link EpochFileException} the
 * change is there as a whole or not at all, and nobody knows which.
 */
public interface EpochStore {
  /** The cluster whose secrets these are, as a UUID in text form; empty if there are none. */
  String clusterId();

  /**
   * The secrets; the caller closes them.
   *
   * @throws UnsealException if the root key is another one
   */
  EpochSecrets load();

  /** Puts {@code secrets} in the place of all that is here. */
  void store(String clusterId, EpochSecrets secrets);

  /**
   * Destroys an epoch: overwrites what is here without it, then zeroizes it in {@code secrets}.
   *
   * @throws IllegalArgumentException if it is the only epoch
   */
  void forget(EpochSecrets secrets, int epoch);
}
