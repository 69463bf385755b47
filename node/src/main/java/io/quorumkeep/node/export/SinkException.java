// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import org.jspecify.annotations.Nullable;

/** A sink did not do what it was asked, or nobody knows whether it did. */
public final class SinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  public SinkException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** What to do next. In each case the sink has to be opened anew before it takes anything. */
  public enum Kind {
    /** Try again later. The records given last may be in the sink: only its tail knows. */
    RETRYABLE,
    /** Another writer took over. Whoever still believes to be the one may try to take it back. */
    FENCED,
    /** Trying again cannot help: what the sink holds is wrong, or it is set up wrongly. */
    FATAL
  }
}
