// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import io.quorumkeep.raft.PeerChannel;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallExecutorSupplier;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.jspecify.annotations.Nullable;

/** Fits the gRPC server of Ratis with the gate, our own service, and limits. */
final class PeerPlane implements GrpcServices.Customizer {
  private static final int MAX_METADATA_BYTES = 8 << 10;
  private static final int MAX_CONCURRENT_CALLS_PER_CONNECTION = 1024;
  private static final long HANDSHAKE_TIMEOUT_SECONDS = 5;
  private static final long PERMITTED_KEEP_ALIVE_SECONDS = 2;
  private static final int MAX_RESETS = 200;
  private static final int RESET_WINDOW_SECONDS = 30;

  private final PeerGate gate;
  private final Map<String, PeerChannel.Handler> handlers;

  PeerPlane(PeerGate gate, Map<String, PeerChannel.Handler> handlers) {
    this.gate = gate;
    this.handlers = Map.copyOf(handlers);
  }

  @Override
  public NettyServerBuilder customize(
      NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
    return builder
        .addTransportFilter(gate)
        .intercept(gate)
        .addService(PeerService.definition(handlers))
        .callExecutor(new OwnServiceOnTheEventLoop())
        .maxInboundMetadataSize(MAX_METADATA_BYTES)
        .maxConcurrentCallsPerConnection(MAX_CONCURRENT_CALLS_PER_CONNECTION)
        .maxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS)
        .handshakeTimeout(HANDSHAKE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .permitKeepAliveTime(PERMITTED_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
  }

  /** Handlers do not block, so a hand-over to another thread would only cost. Ratis does block. */
  private static final class OwnServiceOnTheEventLoop implements ServerCallExecutorSupplier {
    @Override
    public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata metadata) {
      return PeerService.NAME.equals(call.getMethodDescriptor().getServiceName())
          ? Runnable::run
          : null;
    }
  }
}
