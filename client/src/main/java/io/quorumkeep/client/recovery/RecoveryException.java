// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.recovery;

/** A recovery key, a share or an image cannot be used. The message quotes no secret. */
public final class RecoveryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecoveryException(String message) {
    super(message);
  }

  RecoveryException(String message, Throwable cause) {
    super(message, cause);
  }
}
