// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.fake;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.quorumkeep.v1.ArchiveServiceGrpc;
import io.quorumkeep.v1.AuditServiceGrpc;
import io.quorumkeep.v1.ClusterServiceGrpc;
import io.quorumkeep.v1.ErasureServiceGrpc;
import io.quorumkeep.v1.GovernanceServiceGrpc;
import io.quorumkeep.v1.GrantServiceGrpc;
import io.quorumkeep.v1.HistoryServiceGrpc;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import io.quorumkeep.v1.RetrieveKeyResponse;
import io.quorumkeep.v1.RetrieveKeyResult;
import io.quorumkeep.v1.StreamRetrieveKeysRequest;
import io.quorumkeep.v1.StreamRetrieveKeysResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A server of the whole protocol whose answers a test writes, by the bare name of the method
 * ({@code "RetrieveKey"}). A handler gives the answer, throws the refusal, or gives nothing to
 * leave the caller waiting.
 */
public final class FakeNode implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;

  private final Map<String, Function<Message, Optional<Message>>> handlers =
      new ConcurrentHashMap<>();
  private final Queue<Message> requests = new ConcurrentLinkedQueue<>();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final Server server;
  private final int port;

  private FakeNode(TestPki pki, Path certificate, int wanted, String protocol) {
    try {
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted))
              .sslContext(
                  GrpcSslContexts.forServer(
                          certificate.toFile(), TestPki.keyOf(certificate).toFile())
                      .trustManager(pki.authority().toFile())
                      .clientAuth(ClientAuth.REQUIRE)
                      .protocols(protocol)
                      .build());
      for (ServiceDescriptor service :
          List.of(
              KeyServiceGrpc.getServiceDescriptor(),
              GrantServiceGrpc.getServiceDescriptor(),
              GovernanceServiceGrpc.getServiceDescriptor(),
              AuditServiceGrpc.getServiceDescriptor(),
              ClusterServiceGrpc.getServiceDescriptor(),
              RetrievalServiceGrpc.getServiceDescriptor(),
              HistoryServiceGrpc.getServiceDescriptor(),
              ArchiveServiceGrpc.getServiceDescriptor(),
              ErasureServiceGrpc.getServiceDescriptor())) {
        builder.addService(serve(service));
      }
      server = builder.build().start();
      port = server.getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a node on a free port. */
  public static FakeNode start(TestPki pki) {
    return new FakeNode(pki, pki.node(), 0, "TLSv1.3");
  }

  /** Starts a node on a port that another one had. */
  public static FakeNode start(TestPki pki, int port) {
    return new FakeNode(pki, pki.node(), port, "TLSv1.3");
  }

  /** Starts a node with a certificate, or a TLS version, of one's own. */
  public static FakeNode start(TestPki pki, Path certificate, String protocol) {
    return new FakeNode(pki, certificate, 0, protocol);
  }

  /** From now on, {@code method} is answered by {@code handler}. */
  public FakeNode on(String method, Function<Message, Optional<Message>> handler) {
    handlers.put(method, handler);
    return this;
  }

  /** From now on, {@code method} is answered with {@code answer}. */
  public FakeNode answer(String method, Message answer) {
    return on(method, request -> Optional.of(answer));
  }

  /** From now on, {@code method} is refused. */
  public FakeNode refuse(String method, StatusRuntimeException refusal) {
    return on(
        method,
        request -> {
          throw refusal;
        });
  }

  /** From now on, {@code method} is not answered at all. */
  public FakeNode hang(String method) {
    return on(method, request -> Optional.empty());
  }

  /** What was asked so far. */
  public <T extends Message> List<T> requests(Class<T> type) {
    return requests.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Waits until a caller has cancelled a call; false if none does. */
  public boolean awaitCancellation() throws InterruptedException {
    return cancelled.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Where it listens. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Drops every connection, as a process that is killed does. */
  @Override
  public void close() {
    server.shutdownNow();
    try {
      var unused = server.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("unchecked")
  private ServerServiceDefinition serve(ServiceDescriptor service) {
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
    for (MethodDescriptor<?, ?> method : service.getMethods()) {
      MethodDescriptor<Message, Message> known = (MethodDescriptor<Message, Message>) method;
      String name = String.valueOf(method.getBareMethodName());
      if (method.getType() == MethodDescriptor.MethodType.UNARY) {
        definition.addMethod(
            known,
            ServerCalls.asyncUnaryCall((request, observer) -> unary(name, request, observer)));
      } else {
        definition.addMethod(
            known, ServerCalls.asyncBidiStreamingCall(observer -> new Stream(name, observer)));
      }
    }
    return definition.build();
  }

  private void unary(String method, Message request, StreamObserver<Message> observer) {
    requests.add(request);
    ((ServerCallStreamObserver<Message>) observer).setOnCancelHandler(cancelled::countDown);
    try {
      handle(method, request)
          .ifPresent(
              answer -> {
                observer.onNext(answer);
                observer.onCompleted();
              });
    } catch (StatusRuntimeException refusal) {
      observer.onError(refusal);
    }
  }

  private Optional<Message> handle(String method, Message request) {
    Function<Message, Optional<Message>> handler = handlers.get(method);
    if (handler == null) {
      throw Status.UNIMPLEMENTED.withDescription(method).asRuntimeException();
    }
    return handler.apply(request);
  }

  /** Answers each message by the handler of the stream: a key, or a refusal of that item. */
  private final class Stream implements StreamObserver<Message> {
    private final String method;
    private final StreamObserver<Message> answers;

    Stream(String method, StreamObserver<Message> answers) {
      this.method = method;
      this.answers = answers;
    }

    @Override
    public void onNext(Message message) {
      requests.add(message);
      StreamRetrieveKeysRequest request = (StreamRetrieveKeysRequest) message;
      RetrieveKeyResult.Builder result = RetrieveKeyResult.newBuilder();
      try {
        Optional<Message> answer = handle(method, request.getRequest());
        if (answer.isEmpty()) {
          return;
        }
        result.setKey((RetrieveKeyResponse) answer.get());
      } catch (StatusRuntimeException refusal) {
        result.setError(
            Optional.ofNullable(io.grpc.protobuf.StatusProto.fromThrowable(refusal)).orElseThrow());
      }
      answers.onNext(
          StreamRetrieveKeysResponse.newBuilder()
              .setTag(request.getTag())
              .setResult(result)
              .build());
    }

    @Override
    public void onError(Throwable thrown) {}

    @Override
    public void onCompleted() {
      answers.onCompleted();
    }
  }
}
