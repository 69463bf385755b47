// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

/** What kind of key; its material is that many random bits. */
public enum KeyAlgorithm {
  /** FIPS 197. */
  AES_128(1, 128),
  /** FIPS 197. */
  AES_256(2, 256);

  private final int number;
  private final int lengthBits;

  KeyAlgorithm(int number, int lengthBits) {
    this.number = number;
    this.lengthBits = lengthBits;
  }

  /** The number by which it is stored and sent; permanent. */
  public int number() {
    return number;
  }

  public int lengthBits() {
    return lengthBits;
  }
}
