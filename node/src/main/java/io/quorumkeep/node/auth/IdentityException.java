// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.auth;

/** A certificate names nobody. The message says what is wrong with it and may be shown. */
public final class IdentityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IdentityException(String message) {
    super(message);
  }

  IdentityException(String message, Throwable cause) {
    super(message, cause);
  }
}
