// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/**
 * What a key may be used for. All usages of a key belong to one purpose: encrypt and decrypt, wrap
 * and unwrap, make and check MACs, or derive.
 */
public enum KeyUsage {
  ENCRYPT,
  DECRYPT,
  WRAP_KEY,
  UNWRAP_KEY,
  MAC_GENERATE,
  MAC_VERIFY,
  DERIVE_KEY,
  /** One that this client is too old to know. Never sent. */
  UNKNOWN
}
