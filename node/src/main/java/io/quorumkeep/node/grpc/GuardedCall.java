// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * A call as an endpoint sees it. It ends once, whoever ends it, and never with an error that lacks
 * {@code ErrorInfo}. Safe for many threads: answers come from others than the one that reads.
 */
final class GuardedCall<ReqT, RespT> extends ServerCall<ReqT, RespT> {
  private final ServerCall<Inbound<ReqT>, RespT> call;
  private final GuardedMethod<ReqT, RespT> method;
  private final long startedNanos = System.nanoTime();
  private boolean ended;

  GuardedCall(ServerCall<Inbound<ReqT>, RespT> call, GuardedMethod<ReqT, RespT> method) {
    this.call = call;
    this.method = method;
  }

  @Override
  public void request(int messages) {
    call.request(messages);
  }

  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (!ended) {
      call.sendHeaders(headers);
    }
  }

  @Override
  public synchronized void sendMessage(RespT message) {
    if (!ended) {
      call.sendMessage(message);
    }
  }

  @Override
  public synchronized void close(Status status, Metadata trailers) {
    if (ended) {
      return;
    }
    ended = true;
    if (status.isOk() || trailers.containsKey(Errors.DETAILS)) {
      call.close(status, trailers);
    } else {
      // Made by gRPC or by a service that is not ours, such as the health check.
      status = end(Errors.of(ErrorCatalog.of(status.getCode()), null));
    }
    method.finished(status.getCode(), System.nanoTime() - startedNanos);
  }

  /** Ends the call with an error. */
  void close(com.google.rpc.Status error) {
    close(Errors.bare(error), Errors.trailers(error));
  }

  /** The client or the connection ended the call. */
  synchronized void cancelled() {
    if (!ended) {
      ended = true;
      method.finished(Status.Code.CANCELLED, System.nanoTime() - startedNanos);
    }
  }

  private Status end(com.google.rpc.Status error) {
    Status status = Errors.bare(error);
    call.close(status, Errors.trailers(error));
    return status;
  }

  @Override
  public boolean isReady() {
    return call.isReady();
  }

  @Override
  public boolean isCancelled() {
    return call.isCancelled();
  }

  @Override
  public void setMessageCompression(boolean enabled) {
    call.setMessageCompression(enabled);
  }

  @Override
  public void setCompression(String compressor) {
    call.setCompression(compressor);
  }

  @Override
  public void setOnReadyThreshold(int bytes) {
    call.setOnReadyThreshold(bytes);
  }

  @Override
  public Attributes getAttributes() {
    return call.getAttributes();
  }

  @Override
  public @Nullable String getAuthority() {
    return call.getAuthority();
  }

  @Override
  public MethodDescriptor<ReqT, RespT> getMethodDescriptor() {
    return method.descriptor();
  }
}
