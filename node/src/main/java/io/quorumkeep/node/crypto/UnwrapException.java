// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

/**
 * Something sealed does not open. It does not say why: a wrong key, another context, a changed byte
 * and a missing epoch look the same, so that nobody can learn from the difference.
 */
public final class UnwrapException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnwrapException() {
    super("the sealed bytes do not open");
  }
}
