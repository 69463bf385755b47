// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** What may still be done with a proposal. */
public enum ProposalState {
  /** It needs more approvals. */
  PENDING,
  /** Its proposer can carry it out. */
  APPROVED,
  /** Its time was over before it was carried out. */
  EXPIRED,
  WITHDRAWN,
  /** It was carried out. */
  CONSUMED,
  /** One that this client is too old to know. Never sent. */
  UNKNOWN
}
