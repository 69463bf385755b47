// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Connections of the load process: one event loop for all, calls on its thread. */
final class Channels implements AutoCloseable {
  private static final int WINDOW = 4 << 20;

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

  private final List<ManagedChannel> channels = new ArrayList<>();

  /** What a client shows and trusts. */
  record Identity(Path certificate, Path key, Path ca) {}

  /** Adds a connection; plaintext if there is no identity. */
  ManagedChannel open(String address, @Nullable Identity identity) {
    String[] hostAndPort = address.split(":", 2);
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(hostAndPort[0], Integer.parseInt(hostAndPort[1]))
            .eventLoopGroup(loop)
            .channelType(EpollSocketChannel.class)
            .flowControlWindow(WINDOW)
            .directExecutor();
    if (identity == null) {
      builder.usePlaintext();
    } else {
      builder.sslContext(tls(identity));
    }
    ManagedChannel channel = builder.build();
    channels.add(channel);
    return channel;
  }

  private static SslContext tls(Identity identity) {
    try {
      return GrpcSslContexts.forClient()
          .keyManager(identity.certificate().toFile(), identity.key().toFile())
          .trustManager(identity.ca().toFile())
          .protocols("TLSv1.3")
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("cannot use the certificates of the load process", e);
    }
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
