// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

/** The store cannot be read or written. The node must stop. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For what the store found out by itself, such as a file that should be there and is not. */
  public StoreException(String message) {
    super(message);
  }

  /** For what the layer below reported. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
