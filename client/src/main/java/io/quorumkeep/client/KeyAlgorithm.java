// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** What a key is for and how its material is made. */
public enum KeyAlgorithm {
  /** 128 random bits for AES (FIPS 197). */
  AES_128,
  /** 256 random bits for AES (FIPS 197). */
  AES_256,
  /** One that this client is too old to know. Never sent. */
  UNKNOWN
}
