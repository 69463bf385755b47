// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

/**
 * The epoch file cannot be read or written. The message names the file and says what to do; the
 * node must not serve.
 */
public final class EpochFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EpochFileException(String message) {
    super(message);
  }

  public EpochFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
