// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

/** A certificate or key cannot be made, read or written. The message names the file if any. */
public final class PkiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PkiException(String message) {
    super(message);
  }

  public PkiException(String message, Throwable cause) {
    super(message, cause);
  }
}
