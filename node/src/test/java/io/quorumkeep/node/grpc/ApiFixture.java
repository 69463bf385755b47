// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.protobuf.StatusProto;
import io.quorumkeep.node.SingleNode;
import io.quorumkeep.node.crypto.bc.CertifiedKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A node with its client plane on a loopback port, and clients of it. */
final class ApiFixture implements AutoCloseable {
  private static final int SMALL_WINDOW = 64 << 10;
  static final Duration LONGEST_CALL = Duration.ofSeconds(10);

  private final TestPki pki = new TestPki();
  private final Path directory;
  private final SingleNode node;
  private final ApiServer server;
  private final Map<String, ManagedChannel> channels = new HashMap<>();
  private final List<ManagedChannel> others = new ArrayList<>();

  private ApiFixture(ApiLimits limits, CallObserver observer) {
    try {
      this.directory = Files.createTempDirectory("api-test");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    this.node = SingleNode.start();
    this.server =
        new ApiServer(
            ApiServerSettings.of(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    TestPki.DOMAIN,
                    pki.serverFiles(directory))
                .with(limits),
            ApiServices.of(node.useCases(), LONGEST_CALL),
            observer);
    server.start();
    server.setServing(true);
  }

  static ApiFixture start() {
    return new ApiFixture(ApiLimits.DEFAULTS, CallObserver.NONE);
  }

  static ApiFixture start(ApiLimits limits, CallObserver observer) {
    return new ApiFixture(limits, observer);
  }

  SingleNode node() {
    return node;
  }

  ApiServer server() {
    return server;
  }

  TestPki pki() {
    return pki;
  }

  /** The channel of the administrator. */
  ManagedChannel admin() {
    return client("admin");
  }

  /** The channel of a client: one for each path. */
  synchronized ManagedChannel client(String path) {
    return channels.computeIfAbsent(path, name -> open(pki.client(name), "TLSv1.3"));
  }

  /** Another channel with this certificate, or none. */
  ManagedChannel connect(@Nullable CertifiedKey key, String protocol) {
    ManagedChannel channel = open(key, protocol);
    others.add(channel);
    return channel;
  }

  private ManagedChannel open(@Nullable CertifiedKey key, String protocol) {
    return builder(key, protocol).build();
  }

  NettyChannelBuilder builder(@Nullable CertifiedKey key, String protocol) {
    return NettyChannelBuilder.forAddress("127.0.0.1", server.port())
        .flowControlWindow(SMALL_WINDOW) // fixed: else it grows until it holds a whole test
        .sslContext(tls(key, protocol));
  }

  private SslContext tls(@Nullable CertifiedKey key, String protocol) {
    SslContextBuilder tls =
        GrpcSslContexts.forClient().trustManager(pki.authority()).protocols(protocol);
    if (key != null) {
      tls.keyManager(TestPki.certificate(key), TestPki.privateKey(key));
    }
    try {
      return tls.build();
    } catch (SSLException e) {
      throw new IllegalStateException("cannot make a client", e);
    }
  }

  /** The error that {@code call} fails with. It has a reason, or the test fails. */
  static Refusal refusal(ThrowingCallable call) {
    StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(failure).as("a call that should fail").isNotNull();
    return refusal(failure);
  }

  static Refusal refusal(Throwable failure) {
    Status status = StatusProto.fromThrowable(failure);
    assertThat(status).as("no google.rpc.Status: %s", failure).isNotNull();
    assertThat(status.getCode()).isEqualTo(io.grpc.Status.fromThrowable(failure).getCode().value());
    return refusal(status);
  }

  static Refusal refusal(Status status) {
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          ErrorInfo info = detail.unpack(ErrorInfo.class);
          assertThat(info.getDomain()).isEqualTo("quorumkeep.io");
          return new Refusal(
              io.grpc.Status.fromCodeValue(status.getCode()).getCode(), info.getReason(), status);
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError("broken ErrorInfo", e);
        }
      }
    }
    throw new AssertionError("an error without ErrorInfo: " + status);
  }

  /** An error that a program can act on. */
  record Refusal(io.grpc.Status.Code code, String reason, Status status) {
    <T extends com.google.protobuf.Message> T detail(Class<T> type) {
      for (Any detail : status.getDetailsList()) {
        if (detail.is(type)) {
          try {
            return detail.unpack(type);
          } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("broken detail", e);
          }
        }
      }
      throw new AssertionError("no " + type.getSimpleName() + " in " + status);
    }

    boolean has(Class<? extends com.google.protobuf.Message> type) {
      return status.getDetailsList().stream().anyMatch(detail -> detail.is(type));
    }
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    others.forEach(ManagedChannel::shutdownNow);
    try {
      for (ManagedChannel channel : channels.values()) {
        channel.awaitTermination(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
    node.close();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
