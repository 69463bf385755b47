// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.fake;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;

/** Errors as a node makes them. */
public final class Refusals {
  private Refusals() {}

  /** An error with a reason, and no advice to retry. */
  public static Status status(Code code, String reason, String message) {
    return Status.newBuilder()
        .setCode(code.value())
        .setMessage(message)
        .addDetails(
            Any.pack(
                ErrorInfo.newBuilder()
                    .setDomain("quorumkeep.io")
                    .setReason(reason)
                    .putMetadata("resource", "namespaces/pay/keys/card")
                    .build()))
        .build();
  }

  /** The same as an exception. */
  public static StatusRuntimeException of(Code code, String reason, String message) {
    return StatusProto.toStatusRuntimeException(status(code, reason, message));
  }

  /** The same, with the advice to retry after a while. */
  public static StatusRuntimeException retryable(Code code, String reason, Duration pause) {
    RetryInfo advice =
        RetryInfo.newBuilder()
            .setRetryDelay(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(pause.toSeconds())
                    .setNanos(pause.toNanosPart()))
            .build();
    return StatusProto.toStatusRuntimeException(
        status(code, reason, "not now").toBuilder().addDetails(Any.pack(advice)).build());
  }

  /** What a node says that knows no leader. */
  public static StatusRuntimeException noLeader() {
    return of(Code.UNAVAILABLE, "NO_LEADER", "there is no leader");
  }
}
