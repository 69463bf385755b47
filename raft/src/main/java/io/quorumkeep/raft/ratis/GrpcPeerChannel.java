// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import com.google.protobuf.ByteString;
import io.quorumkeep.raft.Peer;
import io.quorumkeep.raft.PeerCallException;
import io.quorumkeep.raft.PeerCallException.Outcome;
import io.quorumkeep.raft.PeerChannel;
import io.quorumkeep.raft.PeerId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.thirdparty.io.grpc.Attributes;
import org.apache.ratis.thirdparty.io.grpc.CallOptions;
import org.apache.ratis.thirdparty.io.grpc.ClientStreamTracer;
import org.apache.ratis.thirdparty.io.grpc.ConnectivityState;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.ClientCalls;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * The asking side of {@link PeerChannel}: a connection to each peer, made at the first call and
 * again after a failure.
 *
 * <p>A call to a peer that is down fails at once rather than at its deadline. Answers come on the
 * connection's own thread: a continuation must not block.
 */
final class GrpcPeerChannel implements PeerChannel, AutoCloseable {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);
  private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(2);
  private static final int FLOW_CONTROL_WINDOW_BYTES = 1 << 20;

  private final Members members;
  private final SslContext tls;
  private final Map<PeerId, Connection> connections = new ConcurrentHashMap<>();
  private final Map<String, MethodDescriptor<ByteString, ByteString>> methods =
      new ConcurrentHashMap<>();
  private volatile boolean closed;

  GrpcPeerChannel(Members members, SslContext tls) {
    this.members = members;
    this.tls = tls;
  }

  @Override
  public CompletableFuture<ByteString> call(
      PeerId peer, String method, ByteString request, Duration timeout) {
    MethodDescriptor<ByteString, ByteString> descriptor =
        methods.computeIfAbsent(method, PeerService::method);
    Peer member = members.get(peer);
    if (member == null) {
      return notDelivered(peer + " is not a member");
    }
    if (request.size() > PinnedProperties.MAX_MESSAGE_BYTES) {
      return notDelivered("the request has " + request.size() + " bytes");
    }
    if (closed) {
      return notDelivered("this node is closing");
    }
    Delivery delivery = new Delivery();
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
            .withStreamTracerFactory(delivery);
    Answer answer = new Answer(peer, method, delivery);
    ManagedChannel channel = connection(member).ready();
    ClientCalls.asyncUnaryCall(channel.newCall(descriptor, options), request, answer);
    return answer.future;
  }

  @Override
  public void close() {
    closed = true;
    connections.values().forEach(connection -> connection.channel().shutdownNow());
  }

  private Connection connection(Peer member) {
    return connections.compute(
        member.id(),
        (id, known) -> {
          if (known != null && known.address().equals(member.peerAddress())) {
            return known;
          }
          if (known != null) {
            known.channel().shutdown();
          }
          return new Connection(member.peerAddress(), open(member.peerAddress()));
        });
  }

  private ManagedChannel open(String address) {
    return NettyChannelBuilder.forTarget(address)
        .proxyDetector(uri -> null)
        .useTransportSecurity()
        .sslContext(tls)
        .disableRetry()
        .directExecutor()
        .maxInboundMessageSize(PinnedProperties.MAX_MESSAGE_BYTES)
        .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
        .keepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .build();
  }

  private static CompletableFuture<ByteString> notDelivered(String why) {
    return CompletableFuture.failedFuture(new PeerCallException(Outcome.NOT_DELIVERED, why));
  }

  private record Connection(String address, ManagedChannel channel) {
    /**
     * The channel, told to connect now rather than after gRPC's growing delay, which would keep a
     * peer that is back waiting for minutes.
     */
    ManagedChannel ready() {
      if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
        channel.resetConnectBackoff();
      }
      return channel;
    }
  }

  /** Whether a call got as far as a connection. */
  private static final class Delivery extends ClientStreamTracer.Factory {
    private volatile boolean started;

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      return new ClientStreamTracer() {
        @Override
        public void streamCreated(Attributes transport, Metadata sent) {
          started = true;
        }
      };
    }
  }

  /** Turns the events of a call into a future. */
  private static final class Answer implements StreamObserver<ByteString> {
    private final CompletableFuture<ByteString> future = new CompletableFuture<>();
    private final PeerId peer;
    private final String method;
    private final Delivery delivery;
    private @Nullable ByteString value;

    Answer(PeerId peer, String method, Delivery delivery) {
      this.peer = peer;
      this.method = method;
      this.delivery = delivery;
    }

    @Override
    public void onNext(ByteString response) {
      value = response;
    }

    @Override
    public void onError(Throwable failure) {
      Status status = Status.fromThrowable(failure);
      boolean refusedUnread =
          status.getCode() == Status.Code.UNIMPLEMENTED
              || status.getCode() == Status.Code.PERMISSION_DENIED;
      Outcome outcome =
          refusedUnread || !delivery.started ? Outcome.NOT_DELIVERED : Outcome.UNKNOWN;
      future.completeExceptionally(
          new PeerCallException(
              outcome, method + " at " + peer + " failed: " + status.getCode(), failure));
    }

    @Override
    public void onCompleted() {
      if (value == null) {
        onError(Status.INTERNAL.asRuntimeException());
      } else {
        future.complete(value);
      }
    }
  }
}
