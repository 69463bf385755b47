// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

/** SHA-256 (FIPS 180-4), given to the domain by whoever runs it. */
@FunctionalInterface
public interface Sha256 {
  /** Returns the 32-byte digest of {@code first} followed by {@code second}. */
  byte[] digest(byte[] first, byte[] second);
}
