// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import com.google.protobuf.ByteString;
import io.quorumkeep.raft.PeerChannel;
import io.quorumkeep.raft.PeerId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.ServerServiceDefinition;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.stub.ServerCallStreamObserver;
import org.apache.ratis.thirdparty.io.grpc.stub.ServerCalls;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answering side of {@link PeerChannel}: one gRPC service with a method of raw bytes per
 * handler.
 */
final class PeerService {
  static final String NAME = "quorumkeep.raft.Peers";

  private static final Logger LOG = LoggerFactory.getLogger(PeerService.class);
  private static final Pattern METHOD = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,63}");
  private static final MethodDescriptor.Marshaller<ByteString> BYTES = new Bytes();

  private PeerService() {}

  static ServerServiceDefinition definition(Map<String, PeerChannel.Handler> handlers) {
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(NAME);
    handlers.forEach(
        (name, handler) ->
            service.addMethod(
                method(name),
                ServerCalls.asyncUnaryCall(
                    (request, observer) -> answer(name, handler, request, observer))));
    return service.build();
  }

  /**
   * Describes a method of the service.
   *
   * @throws IllegalArgumentException if the name is not letters and digits
   */
  static MethodDescriptor<ByteString, ByteString> method(String name) {
    if (!METHOD.matcher(name).matches()) {
      throw new IllegalArgumentException("a peer method has letters and digits, not " + name);
    }
    return MethodDescriptor.<ByteString, ByteString>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, name))
        .setRequestMarshaller(BYTES)
        .setResponseMarshaller(BYTES)
        .build();
  }

  private static void answer(
      String name,
      PeerChannel.Handler handler,
      ByteString request,
      StreamObserver<ByteString> observer) {
    if (observer instanceof ServerCallStreamObserver<ByteString> call) {
      // Without a handler, answering a call that the caller gave up would throw.
      call.setOnCancelHandler(() -> LOG.debug("the caller gave up {}", name));
    }
    PeerId caller = PeerGate.CALLER.get();
    CompletableFuture<ByteString> answer;
    try {
      answer = handler.handle(caller, request);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<ByteString> unused =
        answer.whenComplete((response, failure) -> finish(name, observer, response, failure));
  }

  /** The text of a failure stays here; the caller learns only that there was one. */
  private static void finish(
      String name,
      StreamObserver<ByteString> observer,
      @Nullable ByteString response,
      @Nullable Throwable failure) {
    if (response != null && response.size() <= PinnedProperties.MAX_MESSAGE_BYTES) {
      observer.onNext(response);
      observer.onCompleted();
      return;
    }
    LOG.warn("peer method {} failed", name, failure);
    observer.onError(Status.INTERNAL.asRuntimeException());
  }

  /** Bytes as they are. */
  private static final class Bytes implements MethodDescriptor.Marshaller<ByteString> {
    @Override
    public InputStream stream(ByteString value) {
      return value.newInput();
    }

    @Override
    public ByteString parse(InputStream stream) {
      try {
        return ByteString.readFrom(stream, Math.max(stream.available(), 1));
      } catch (IOException e) {
        throw Status.INTERNAL.withCause(e).asRuntimeException();
      }
    }
  }
}
