// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

/** What a grant does to whoever it matches. */
public enum Effect {
  ALLOW,
  /** Wins over every allow. */
  DENY
}
