// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** What a grant does to the requests it matches. */
public enum GrantEffect {
  ALLOW,
  /** Wins over every {@link #ALLOW}. */
  DENY,
  /** One that this client is too old to know. Never sent. */
  UNKNOWN
}
