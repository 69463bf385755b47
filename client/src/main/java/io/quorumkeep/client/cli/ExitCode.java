// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.QuorumkeepException;

/** How a command ended, for scripts. The numbers are permanent. */
enum ExitCode {
  OK(0),
  /** The command line is wrong, or a local file is. */
  USAGE(1),
  /** The cluster failed, or refused for a reason that has no number of its own. */
  REMOTE(2),
  NOT_FOUND(3),
  /** The caller is not known, or may not do this. */
  DENIED(4),
  /** The state of the key or cluster forbids it, or somebody else was faster. */
  CONFLICT(5),
  /** No node answered in time. */
  UNAVAILABLE(6),
  /** The audit trail is not what was written. */
  VERIFICATION_FAILED(7),
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitCode of(QuorumkeepException failure) {
    return switch (failure.code()) {
      case NOT_FOUND -> NOT_FOUND;
      case PERMISSION_DENIED, UNAUTHENTICATED -> DENIED;
      case ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED -> CONFLICT;
      case UNAVAILABLE, DEADLINE_EXCEEDED -> UNAVAILABLE;
      case CANCELLED -> INTERRUPTED;
      case INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNIMPLEMENTED, INTERNAL -> REMOTE;
    };
  }
}
