// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

/** Bytes are no image of the archive, or no payload of one. Quotes none of them. */
public final class MalformedImageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedImageException(String message) {
    super(message);
  }

  public MalformedImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
