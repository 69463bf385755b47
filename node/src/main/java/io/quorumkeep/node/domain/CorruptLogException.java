// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

/**
 * The log or the store says something that cannot be: damage or a bug, never a bad request. The
 * node stops, because a replica that guesses is worse than one that is down.
 */
public final class CorruptLogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CorruptLogException(String message) {
    super(message);
  }

  public CorruptLogException(String message, Throwable cause) {
    super(message, cause);
  }
}
