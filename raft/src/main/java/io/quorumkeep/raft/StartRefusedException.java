// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft;

/**
 * A node refused to start, because voting with what is on its disk could lose what the cluster has
 * acknowledged. The message names the file or directory and what to do.
 */
public final class StartRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartRefusedException(String message) {
    super(message);
  }

  public StartRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
