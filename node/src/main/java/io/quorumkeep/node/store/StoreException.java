// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

/** The store cannot be read or written. The node must stop. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
