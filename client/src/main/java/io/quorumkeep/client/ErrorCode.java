// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** What kind of failure it was: the canonical codes, without their library. */
public enum ErrorCode {
  /** The request is malformed, whatever the state of the cluster. */
  INVALID_ARGUMENT,
  NOT_FOUND,
  ALREADY_EXISTS,
  /** The caller is known, and may not do this. */
  PERMISSION_DENIED,
  /** The caller is not known. */
  UNAUTHENTICATED,
  /** The state of the key forbids it. */
  FAILED_PRECONDITION,
  /** Somebody else changed it meanwhile. */
  ABORTED,
  /** A limit was reached. */
  RESOURCE_EXHAUSTED,
  /** No node could answer. */
  UNAVAILABLE,
  /** Nobody answered in time. */
  DEADLINE_EXCEEDED,
  /** The caller gave up. */
  CANCELLED,
  /** The node does not know the operation. */
  UNIMPLEMENTED,
  /** The node failed, or said something that this client does not understand. */
  INTERNAL
}
