// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

/** Turns a passphrase into a key, slowly: Argon2id (RFC 9106). */
@FunctionalInterface
public interface PassphraseKdf {
  /**
   * Derives a 32-byte key. Takes as long and as much memory as {@code cost} asks for.
   *
   * @param passphrase borrowed; the caller wipes it
   * @param salt at least 16 bytes
   */
  SecretBytes derive(byte[] passphrase, byte[] salt, Argon2Cost cost);
}
