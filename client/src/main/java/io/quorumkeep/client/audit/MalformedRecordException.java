// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.audit;

import org.jspecify.annotations.Nullable;

/** Something in the place of an audit record is not one. */
public final class MalformedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with it. */
  public MalformedRecordException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
