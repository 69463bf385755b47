// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Metadata;
import io.quorumkeep.node.application.Failure;
import io.quorumkeep.node.application.RequestFailedException;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.RequestId;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a status that a program can act on of everything but success.
 *
 * <p>Clients branch on {@code ErrorInfo.reason}, never on the message, which is for people and may
 * change. What nobody foresaw says only {@code INTERNAL}: its own message might quote a path or a
 * peer. It is logged here, once, under the request id that the client gets too.
 */
final class Errors {
  /** {@code ErrorInfo.domain} of every error. */
  static final String DOMAIN = "quorumkeep.io";

  static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final Logger log = LoggerFactory.getLogger(Errors.class);
  private static final int MAX_CAUSES = 8;

  private Errors() {}

  static Status of(Rejection rejection, @Nullable RequestId requestId) {
    return of(ErrorCatalog.of(rejection.reason()), rejection.detail(), null, requestId);
  }

  static Status of(Failure failure, @Nullable RequestId requestId) {
    return of(ErrorCatalog.of(failure), requestId);
  }

  static Status of(RefusedException refused, @Nullable RequestId requestId) {
    return of(refused.error(), refused.description(), refused.field(), requestId);
  }

  /** An error with the catalogue's words. */
  static Status of(ErrorCatalog error, @Nullable RequestId requestId) {
    return of(error, error.meaning(), null, requestId);
  }

  /** Whatever was thrown while a request was served. */
  static Status of(Throwable thrown, @Nullable RequestId requestId) {
    Throwable cause = thrown;
    for (int i = 0; i < MAX_CAUSES && cause instanceof CompletionException; i++) {
      Throwable next = cause.getCause();
      if (next == null) {
        break;
      }
      cause = next;
    }
    if (cause instanceof RefusedException refused) {
      return of(refused, requestId);
    }
    if (cause instanceof RequestFailedException failed) {
      return of(failed.failure(), requestId);
    }
    log.error("request {} failed in a way that nobody foresaw", requestId, cause);
    return of(ErrorCatalog.INTERNAL, "internal error", null, requestId);
  }

  private static Status of(
      ErrorCatalog error, String message, @Nullable String field, @Nullable RequestId requestId) {
    ErrorInfo.Builder info = ErrorInfo.newBuilder().setDomain(DOMAIN).setReason(error.name());
    Status.Builder status = Status.newBuilder().setCode(error.code().value()).setMessage(message);
    if (error == ErrorCatalog.OUTCOME_UNKNOWN || error == ErrorCatalog.INTERNAL) {
      info.putMetadata("outcome", "UNKNOWN");
    }
    if (field != null) {
      info.putMetadata("field", field);
    }
    status.addDetails(Any.pack(info.build()));
    if (field != null) {
      status.addDetails(Any.pack(violation(field, message)));
    }
    java.time.Duration pause = error.retryAfter();
    if (pause != null) {
      status.addDetails(Any.pack(retryAfter(pause)));
    }
    if (requestId != null) {
      status.addDetails(
          Any.pack(RequestInfo.newBuilder().setRequestId(requestId.toString()).build()));
    }
    return status.build();
  }

  private static BadRequest violation(String field, String description) {
    return BadRequest.newBuilder()
        .addFieldViolations(
            BadRequest.FieldViolation.newBuilder().setField(field).setDescription(description))
        .build();
  }

  private static RetryInfo retryAfter(java.time.Duration pause) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            Duration.newBuilder().setSeconds(pause.getSeconds()).setNanos(pause.getNano()))
        .build();
  }

  /** The status as gRPC sends it, without details. */
  static io.grpc.Status bare(Status status) {
    return io.grpc.Status.fromCodeValue(status.getCode()).withDescription(status.getMessage());
  }

  /** Trailers that carry the details. */
  static Metadata trailers(Status status) {
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, status.toByteArray());
    return trailers;
  }

  static io.grpc.StatusRuntimeException exception(Status status) {
    return bare(status).asRuntimeException(trailers(status));
  }
}
