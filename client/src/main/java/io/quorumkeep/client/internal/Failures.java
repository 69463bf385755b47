// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.quorumkeep.client.ErrorCode;
import io.quorumkeep.client.Failure;
import io.quorumkeep.client.QuorumkeepException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Translates what came back instead of an answer.
 *
 * <p>The reason is that of {@code google.rpc.ErrorInfo}; nodes send one with every error. A failure
 * without it did not come from a node's code but from the transport, and then nobody knows whether
 * the request took effect.
 */
final class Failures {
  static final String TLS_REASON = "TLS_HANDSHAKE_FAILED";

  private static final String DOMAIN = "quorumkeep.io";
  private static final String UNKNOWN_OUTCOME_REASON = "OUTCOME_UNKNOWN";

  /** One node's copy does not open; another's may. */
  private static final String UNREADABLE_REASON = "MATERIAL_UNREADABLE";

  private static final int MAX_CAUSES = 16;

  private Failures() {}

  /** What a call failed with. */
  static QuorumkeepException ofCall(Throwable thrown, String requestId) {
    Status status = Status.fromThrowable(thrown);
    com.google.rpc.Status details = StatusProto.fromThrowable(thrown);
    if (details != null && errorInfo(details) != null) {
      return QuorumkeepException.of(decode(details, requestId), thrown);
    }
    return QuorumkeepException.of(ofTransport(status, requestId), thrown);
  }

  /** What one item of a batch or stream failed with. */
  static QuorumkeepException ofItem(com.google.rpc.Status details, String requestId) {
    return QuorumkeepException.of(decode(details, requestId), null);
  }

  private static Failure decode(com.google.rpc.Status details, String requestId) {
    ErrorCode code = codeOf(Status.fromCodeValue(details.getCode()).getCode());
    ErrorInfo info = errorInfo(details);
    String reason = info == null ? code.name() : info.getReason();
    Map<String, String> metadata = info == null ? Map.of() : info.getMetadataMap();
    Optional<Duration> retryAfter = retryAfter(details);
    boolean retryable =
        switch (code) {
          case UNAVAILABLE -> true;
          case ABORTED, RESOURCE_EXHAUSTED -> retryAfter.isPresent();
          case INTERNAL -> reason.equals(UNREADABLE_REASON);
          case INVALID_ARGUMENT,
              NOT_FOUND,
              ALREADY_EXISTS,
              PERMISSION_DENIED,
              UNAUTHENTICATED,
              FAILED_PRECONDITION,
              DEADLINE_EXCEEDED,
              CANCELLED,
              UNIMPLEMENTED ->
              false;
        };
    boolean unknown =
        reason.equals(UNKNOWN_OUTCOME_REASON) || "UNKNOWN".equals(metadata.get("outcome"));
    return new Failure(
        code, reason, details.getMessage(), metadata, requestId, retryable, retryAfter, unknown, 1);
  }

  private static Optional<Duration> retryAfter(com.google.rpc.Status details) {
    for (Any any : details.getDetailsList()) {
      if (any.is(RetryInfo.class)) {
        try {
          var delay = any.unpack(RetryInfo.class).getRetryDelay();
          return Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
        } catch (InvalidProtocolBufferException | ArithmeticException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Failure ofTransport(Status status, String requestId) {
    ErrorCode code = lostCall(status) ? ErrorCode.UNAVAILABLE : codeOf(status.getCode());
    Throwable tls = tlsFailure(status.getCause());
    String description = status.getDescription() == null ? code.name() : status.getDescription();
    if (tls != null && code == ErrorCode.UNAVAILABLE) {
      return new Failure(
          code,
          TLS_REASON,
          "no secure connection: " + tls.getMessage(),
          Map.of(),
          requestId,
          false,
          Optional.empty(),
          false,
          1);
    }
    boolean unknown =
        switch (code) {
          case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, INTERNAL -> true;
          case INVALID_ARGUMENT,
              NOT_FOUND,
              ALREADY_EXISTS,
              PERMISSION_DENIED,
              UNAUTHENTICATED,
              FAILED_PRECONDITION,
              ABORTED,
              RESOURCE_EXHAUSTED,
              UNIMPLEMENTED ->
              false;
        };
    return new Failure(
        code,
        code.name(),
        description,
        Map.of(),
        requestId,
        code == ErrorCode.UNAVAILABLE,
        Optional.empty(),
        unknown,
        1);
  }

  /**
   * A node that is stopped resets its streams, which looks as if we had cancelled them. When we
   * really did, nobody asks for the reason.
   */
  private static boolean lostCall(Status status) {
    return status.getCode() == Status.Code.CANCELLED;
  }

  private static @Nullable ErrorInfo errorInfo(com.google.rpc.Status details) {
    for (Any any : details.getDetailsList()) {
      if (any.is(ErrorInfo.class)) {
        try {
          ErrorInfo info = any.unpack(ErrorInfo.class);
          if (info.getDomain().equals(DOMAIN)) {
            return info;
          }
        } catch (InvalidProtocolBufferException e) {
          return null;
        }
      }
    }
    return null;
  }

  /** What TLS failed of, if it did: the innermost cause says it best. */
  private static @Nullable Throwable tlsFailure(@Nullable Throwable thrown) {
    boolean tls = false;
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      tls |= cause instanceof SSLException;
      Throwable next = cause.getCause();
      if (next == null) {
        break;
      }
      cause = next;
    }
    return tls ? cause : null;
  }

  private static ErrorCode codeOf(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT, OUT_OF_RANGE -> ErrorCode.INVALID_ARGUMENT;
      case NOT_FOUND -> ErrorCode.NOT_FOUND;
      case ALREADY_EXISTS -> ErrorCode.ALREADY_EXISTS;
      case PERMISSION_DENIED -> ErrorCode.PERMISSION_DENIED;
      case UNAUTHENTICATED -> ErrorCode.UNAUTHENTICATED;
      case FAILED_PRECONDITION -> ErrorCode.FAILED_PRECONDITION;
      case ABORTED -> ErrorCode.ABORTED;
      case RESOURCE_EXHAUSTED -> ErrorCode.RESOURCE_EXHAUSTED;
      case UNAVAILABLE -> ErrorCode.UNAVAILABLE;
      case DEADLINE_EXCEEDED -> ErrorCode.DEADLINE_EXCEEDED;
      case CANCELLED -> ErrorCode.CANCELLED;
      case UNIMPLEMENTED -> ErrorCode.UNIMPLEMENTED;
      case OK, UNKNOWN, INTERNAL, DATA_LOSS -> ErrorCode.INTERNAL;
    };
  }
}
