// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import io.quorumkeep.node.crypto.SecretBytes;

/**
 * Encrypts a few small secrets under the root key: a port, with one provider per place where a root
 * key can live.
 *
 * <p>Sealed bytes open only with the same root and the same associated data. They are at most
 * {@value #MAX_OVERHEAD_BYTES} bytes longer than the plaintext. Safe from any thread. May be slow.
 */
public interface Seal extends AutoCloseable {
  /** How much longer than the plaintext sealed bytes may be. */
  int MAX_OVERHEAD_BYTES = 1024;

  /** Seals {@code plaintext}, which stays open and the caller's. Never gives the same twice. */
  byte[] seal(SecretBytes plaintext, byte[] associatedData);

  /**
   * Opens sealed bytes; the caller closes the result.
   *
   * @throws UnsealException if they were changed, or sealed under another root or for other data
   */
  SecretBytes unseal(byte[] sealed, byte[] associatedData);

  /** Forgets the root key. */
  @Override
  void close();
}
