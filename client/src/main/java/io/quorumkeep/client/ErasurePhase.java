// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** How far an erasure is. */
public enum ErasurePhase {
  /** None is under way. */
  IDLE,
  /** The members store the secret of the next epoch. */
  DISTRIBUTING,
  /** What lives is wrapped anew under that secret. */
  REWRAPPING,
  /** The members give up history, overwrite the old secret, and attest to it. */
  PURGING,
  /** One that this client is too old to know. */
  UNKNOWN
}
