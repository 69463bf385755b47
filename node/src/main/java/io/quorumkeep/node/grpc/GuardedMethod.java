// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.quorumkeep.node.domain.Origin;

/** A method of a service with the guard around it. */
final class GuardedMethod<ReqT, RespT> implements ServerCallHandler<Inbound<ReqT>, RespT> {
  private final MethodDescriptor<ReqT, RespT> descriptor;
  private final ServerCallHandler<ReqT, RespT> endpoint;
  private final CallObserver observer;
  private final String service;
  private final String name;

  GuardedMethod(ServerMethodDefinition<ReqT, RespT> method, CallObserver observer) {
    this.descriptor = method.getMethodDescriptor();
    this.endpoint = method.getServerCallHandler();
    this.observer = observer;
    this.service = String.valueOf(descriptor.getServiceName());
    this.name = String.valueOf(descriptor.getBareMethodName());
  }

  /** The method as gRPC is to serve it. */
  ServerMethodDefinition<Inbound<ReqT>, RespT> definition(int maxMessageBytes) {
    return ServerMethodDefinition.create(
        descriptor.toBuilder(
                new GuardedMarshaller<>(descriptor.getRequestMarshaller(), maxMessageBytes),
                descriptor.getResponseMarshaller())
            .build(),
        this);
  }

  MethodDescriptor<ReqT, RespT> descriptor() {
    return descriptor;
  }

  void finished(Status.Code code, long nanos) {
    observer.finished(service, name, code, nanos);
  }

  @Override
  public ServerCall.Listener<Inbound<ReqT>> startCall(
      ServerCall<Inbound<ReqT>, RespT> call, Metadata headers) {
    GuardedCall<ReqT, RespT> guarded = new GuardedCall<>(call, this);
    Caller caller = call.getAttributes().get(Caller.OF_CONNECTION);
    Origin origin = caller == null ? null : caller.origin();
    if (origin == null) {
      String complaint = caller == null ? "the connection was not let in" : caller.complaint();
      guarded.close(Errors.of(RefusedException.of(ErrorCatalog.INVALID_IDENTITY, complaint), null));
      return new ServerCall.Listener<>() {};
    }
    Context context = Context.current().withValue(Caller.ORIGIN_OF_CALL, origin);
    Context before = context.attach();
    try {
      return new GuardedListener<>(endpoint.startCall(guarded, headers), guarded, context);
    } catch (RuntimeException e) {
      guarded.close(Errors.of(e, null));
      return new ServerCall.Listener<>() {};
    } finally {
      context.detach(before);
    }
  }
}
