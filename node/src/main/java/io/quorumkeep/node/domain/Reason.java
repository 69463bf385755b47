// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

/**
 * Why a request was not carried out. A closed catalogue: programs branch on these names, so one
 * that was released keeps its meaning. docs/errors.md explains each.
 */
public enum Reason {
  /** No grant allows it, or one denies it. Decided before the resource is looked at. */
  PERMISSION_DENIED,
  KEY_NOT_FOUND,
  KEY_ALREADY_EXISTS,
  KEY_VERSION_NOT_FOUND,
  /** The key or version is in a state that does not allow it. */
  KEY_STATE_FORBIDS,
  /** The key was changed since the caller saw it. */
  ETAG_MISMATCH,
  /** Log time is before the activation or past the end of the period that allows it. */
  OUTSIDE_CRYPTOPERIOD,
  GRANT_NOT_FOUND,
  GRANT_ALREADY_EXISTS,
  /** The cluster holds as many grants as it may. */
  TOO_MANY_GRANTS,
  /** The key has as many versions as it may. */
  TOO_MANY_VERSIONS,
  /** The request id was used with another request. */
  REQUEST_ID_REUSED,
  /** The cluster has its first administrator already. */
  ALREADY_BOOTSTRAPPED,
  /**
   * Another rotation took the version number that new material was bound to. The node that proposed
   * it tries again; no caller sees this.
   */
  VERSION_TAKEN,
  /** The key is not to be destroyed. */
  KEY_NOT_DELETABLE,
  /** The material of the key does not leave the cluster. */
  KEY_NOT_EXPORTABLE,
  /** The version is the current one, which is destroyed only together with its key. */
  CURRENT_VERSION,
  /** It is to be destroyed, and not used meanwhile. */
  DESTRUCTION_SCHEDULED,
  /** There is no destruction to cancel. */
  DESTRUCTION_NOT_SCHEDULED,
  /** The current version has protected as much as it may. */
  USAGE_BUDGET_EXHAUSTED,
  /** Something that happens by itself is not due. Asked by nodes only; no caller sees this. */
  NOT_DUE,
  /** The operation needs the approval of others, and names no proposal. */
  APPROVAL_REQUIRED,
  /** The proposal has fewer approvals than are needed. */
  APPROVALS_MISSING,
  /** The proposal is for something else, or of somebody else. */
  PROPOSAL_MISMATCH,
  PROPOSAL_NOT_FOUND,
  PROPOSAL_ALREADY_EXISTS,
  PROPOSAL_EXPIRED,
  /** The proposal was withdrawn or carried out, or takes no more approvals. */
  PROPOSAL_CLOSED,
  /** The cluster holds as many open proposals as it may. */
  TOO_MANY_PROPOSALS,
  /** Nobody approves of a proposal of his own. */
  SELF_APPROVAL,
  /** Nobody approves twice. */
  ALREADY_APPROVED,
  /** The policy of the namespace does not allow the algorithm. */
  ALGORITHM_FORBIDDEN,
  /** The algorithm is weaker than the policy of the namespace asks for. */
  STRENGTH_TOO_LOW,
  /**
   * A version has to have an image in the archive first. The node that proposed it makes one and
   * tries again; no caller sees this.
   */
  ARCHIVE_IMAGE_REQUIRED,
  /** The version has no image in the archive. */
  IMAGE_NOT_FOUND,
  /** What was given to recover a version is not what was archived of it. */
  RECOVERY_MISMATCH,
  /** An erasure is under way; there is one at a time. */
  ERASURE_RUNNING,
  /**
   * New material was wrapped under an epoch that is not the current one. The node that proposed it
   * wraps it again; no caller sees this.
   */
  EPOCH_STALE,
  /** A step of an erasure that is past, or not yet to be taken. Nodes only ask for those. */
  ERASURE_STEP_REFUSED
}
