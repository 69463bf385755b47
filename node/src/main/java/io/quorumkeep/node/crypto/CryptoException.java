// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

/**
 * A primitive that must work does not: it is missing, misconfigured or gives wrong answers. Never
 * thrown for bad input of a caller, and never holds a secret. The node must not serve.
 */
public final class CryptoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CryptoException(String message) {
    super(message);
  }

  public CryptoException(String message, Throwable cause) {
    super(message, cause);
  }
}
