// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Answers calls of methods that are not there, so that these errors carry a reason too. */
final class UnknownMethods extends HandlerRegistry {
  private static final NoMarshaller NO_MARSHALLER = new NoMarshaller();

  private final CallObserver observer;

  UnknownMethods(CallObserver observer) {
    this.observer = observer;
  }

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
    MethodDescriptor<byte[], byte[]> descriptor =
        MethodDescriptor.newBuilder(NO_MARSHALLER, NO_MARSHALLER)
            .setType(MethodDescriptor.MethodType.UNKNOWN)
            .setFullMethodName(name)
            .build();
    return ServerMethodDefinition.create(
        descriptor,
        (call, headers) -> {
          com.google.rpc.Status error = Errors.of(ErrorCatalog.UNIMPLEMENTED, null);
          call.close(Errors.bare(error), Errors.trailers(error));
          // Under one name, or a client could fill the metrics with names that it makes up.
          observer.finished("unknown", "unknown", ErrorCatalog.UNIMPLEMENTED.code(), 0);
          return new ServerCall.Listener<>() {};
        });
  }

  private static final class NoMarshaller implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      return new byte[0];
    }
  }
}
