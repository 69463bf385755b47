// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that was not carried out, or not known to be.
 *
 * <p>Catch the subclass that the program can do something about; branch on {@link #reason()}, never
 * on the message. If {@link #outcomeUnknown()} is set, the request may have taken effect: repeat it
 * with the same {@link #requestId()} ({@link QuorumkeepClient#withRequestId}), and it takes effect
 * once.
 */
public abstract sealed class QuorumkeepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  private QuorumkeepException(Failure failure, @Nullable Throwable cause) {
    super(messageOf(failure), cause);
    this.failure = failure;
  }

  /** The exception for {@code failure}'s code. */
  public static QuorumkeepException of(Failure failure, @Nullable Throwable cause) {
    return switch (failure.code()) {
      case INVALID_ARGUMENT -> new InvalidRequest(failure, cause);
      case NOT_FOUND -> new NotFound(failure, cause);
      case ALREADY_EXISTS -> new AlreadyExists(failure, cause);
      case PERMISSION_DENIED -> new PermissionDenied(failure, cause);
      case UNAUTHENTICATED -> new Unauthenticated(failure, cause);
      case FAILED_PRECONDITION -> new FailedPrecondition(failure, cause);
      case ABORTED -> new Conflict(failure, cause);
      case RESOURCE_EXHAUSTED -> new ResourceExhausted(failure, cause);
      case UNAVAILABLE -> new Unavailable(failure, cause);
      case DEADLINE_EXCEEDED -> new DeadlineExceeded(failure, cause);
      case CANCELLED -> new Cancelled(failure, cause);
      case UNIMPLEMENTED, INTERNAL -> new ServerFailure(failure, cause);
    };
  }

  /** Everything that is known about it. */
  public Failure failure() {
    return failure;
  }

  /** What kind of failure it was. */
  public ErrorCode code() {
    return failure.code();
  }

  /** What programs branch on: UPPER_SNAKE, from the catalogue in docs/errors.md. */
  public String reason() {
    return failure.reason();
  }

  /** The variables of the message, by name. */
  public Map<String, String> metadata() {
    return failure.metadata();
  }

  /** What the audit trail knows the request by; empty if it had none. */
  public String requestId() {
    return failure.requestId();
  }

  /** Whether the same request may succeed later, unchanged. */
  public boolean retryable() {
    return failure.retryable();
  }

  /** Whether the request may have taken effect, or may yet. */
  public boolean outcomeUnknown() {
    return failure.outcomeUnknown();
  }

  private static String messageOf(Failure failure) {
    return failure.description()
        + " ("
        + failure.reason()
        + (failure.requestId().isEmpty() ? "" : ", request " + failure.requestId())
        + (failure.attempts() > 1 ? ", " + failure.attempts() + " attempts" : "")
        + (failure.outcomeUnknown() ? ", outcome unknown" : "")
        + ")";
  }

  /** The request is malformed or out of range; sending it again will not help. */
  public static final class InvalidRequest extends QuorumkeepException {
    private static final long serialVersionUID = 1L;

    private InvalidRequest(Failure failure, @Nullable Throwable cause) {
      super(failure, cause);
    }
  }

  /** There is no such key, version or grant, or the caller may not know of it. */
  public static final class NotFound extends QuorumkeepException {
    private static final long serialVersionUID = 1L;

    private NotFound(Failure failure, @Nullable Throwable cause) {
      super(failure, cause);
    }
  }

  /** The name is taken; names are never reused. */
  public static final class AlreadyExists extends QuorumkeepException {
    private static final long serialVersionUID = 1L;

    private AlreadyExists(Failure failure, @Nullable Throwable cause) {
      super(failure, cause);
    }
  }

  /** No grant allows it, or one denies it. */
  public static final class PermissionDenied extends QuorumkeepException {
    private static final long serialVersionUID = 1L;

    private PermissionDenied(Failure failure, @Nullable Throwable cause) {
      super(failure, cause);
    }
  }

  /** The node does not accept the caller's certificate as an identity. */
  public static final class Unauthenticated extends QuorumkeepException {
    private static final long serialVersionUID = 1L;

    private Unauthenticated(Failure failure, @Nullable Throwable cause) {
      super(failure, cause);
    }
  }

  /** The state of the key, or of the cluster, forbids it. */
  public static final class FailedPrecondition extends QuorumkeepException {
    private static final long serialVersionUID = 1L;

    private FailedPrecondition(Failure failure, @Nullable Throwable cause) {
      super(failure, cause);
    }
  }

  /** Somebody else changed the resource meanwhile; read it again. */
  public static final class Conflict extends QuorumkeepException {
    private static final long serialVersionUID = 1L;

    private Conflict(Failure failure, @Nullable Throwable cause) {
      super(failure, cause);
    }
  }

  /** A limit or budget was reached. */
  public static final class ResourceExhausted extends QuorumkeepException {
    private static final long serialVersionUID = 1L;

    private ResourceExhausted(Failure failure, @Nullable Throwable cause) {
      super(failure, cause);
    }
  }

  /** No node could answer: none was reachable, or there was no quorum. */
  public static final class Unavailable extends QuorumkeepException {
    private static final long serialVersionUID = 1L;

    private Unavailable(Failure failure, @Nullable Throwable cause) {
      super(failure, cause);
    }
  }

  /** Nobody answered before the deadline. */
  public static final class DeadlineExceeded extends QuorumkeepException {
    private static final long serialVersionUID = 1L;

    private DeadlineExceeded(Failure failure, @Nullable Throwable cause) {
      super(failure, cause);
    }
  }

  /** The caller gave up: the thread was interrupted, or the client closed. */
  public static final class Cancelled extends QuorumkeepException {
    private static final long serialVersionUID = 1L;

    private Cancelled(Failure failure, @Nullable Throwable cause) {
      super(failure, cause);
    }
  }

  /** The node failed, or does not know the operation. */
  public static final class ServerFailure extends QuorumkeepException {
    private static final long serialVersionUID = 1L;

    private ServerFailure(Failure failure, @Nullable Throwable cause) {
      super(failure, cause);
    }
  }
}
