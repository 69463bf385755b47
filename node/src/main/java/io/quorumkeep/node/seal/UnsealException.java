// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

/**
 * The root key cannot be had, or does not open what was sealed. The message says what an operator
 * can check and holds no secret. The node stays sealed.
 */
public final class UnsealException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsealException(String message) {
    super(message);
  }

  public UnsealException(String message, Throwable cause) {
    super(message, cause);
  }
}
