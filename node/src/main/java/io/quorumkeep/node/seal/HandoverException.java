// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

/** Epoch secrets cannot be handed over: another cluster, or bytes that are not an answer. */
public final class HandoverException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HandoverException(String message) {
    super(message);
  }
}
