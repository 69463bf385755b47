// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

/** A request got no decision. */
public final class RequestFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  public RequestFailedException(Failure failure) {
    // No stack trace: these are values, and there are many of them when a node is overloaded.
    super(failure.name(), null, false, false);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
