// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.BindableService;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSsl;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.protobuf.services.HealthStatusManager;
import io.quorumkeep.node.auth.PeerIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client plane of a node: gRPC over TLS 1.3 with certificates on both sides, and nothing else.
 *
 * <p>Calls run on the threads of the connections (a direct executor), which halves what a call
 * costs; so nothing here may block, and answers come from the threads of those who have them.
 * Messages are never compressed: secrets and text of the caller's choosing must not share a
 * compressor, and nobody can send a small message that unpacks to a large one.
 *
 * <p>The health service ({@code grpc.health.v1}) is served too, to those with an identity.
 */
public final class ApiServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ApiServer.class);
  private static final int FLOW_CONTROL_WINDOW = 4 << 20;

  /** What gRPC takes beyond the limit, to answer it with a reason rather than to cut it off. */
  private static final int TRANSPORT_FACTOR = 4;

  private final ApiServerSettings settings;
  private final HealthStatusManager health = new HealthStatusManager();
  private final List<String> serviceNames = new ArrayList<>();
  private final ConnectionGate gate;
  private final EventLoops loops;
  private final Server server;

  /**
   * Makes a server that waits for {@link #start}.
   *
   * @param services as {@link ApiServices} makes them
   * @throws ApiServerException if the certificates cannot be used
   * @throws IllegalArgumentException if a service has a method without a permission
   */
  public ApiServer(
      ApiServerSettings settings, List<BindableService> services, CallObserver observer) {
    this.settings = settings;
    ApiLimits limits = settings.limits();
    this.gate =
        new ConnectionGate(
            new PeerIdentity(settings.trustDomain()),
            limits.maxConnections(),
            limits.maxConnectionsPerPrincipal());
    List<ServerServiceDefinition> definitions = definitions(services);
    SslContext tls = tls(settings.tls());
    this.loops = EventLoops.start(settings.eventLoops());
    NettyServerBuilder builder = transport(tls);
    for (ServerServiceDefinition service : definitions) {
      builder.addService(GuardedService.around(service, limits.maxMessageBytes(), observer));
    }
    this.server =
        builder
            .addService(
                GuardedService.around(
                    health.getHealthService().bindService(), limits.maxMessageBytes(), observer))
            .fallbackHandlerRegistry(new UnknownMethods(observer))
            .build();
    setServing(false);
  }

  private List<ServerServiceDefinition> definitions(List<BindableService> services) {
    List<ServerServiceDefinition> definitions = new ArrayList<>();
    for (BindableService service : services) {
      ServerServiceDefinition definition = service.bindService();
      definition.getMethods().forEach(method -> requirePermission(method.getMethodDescriptor()));
      definitions.add(definition);
      serviceNames.add(definition.getServiceDescriptor().getName());
    }
    return definitions;
  }

  private static void requirePermission(io.grpc.MethodDescriptor<?, ?> method) {
    if (MethodPermissions.of(method.getFullMethodName()) == null) {
      throw new IllegalArgumentException(
          "no permission is named for " + method.getFullMethodName());
    }
  }

  private NettyServerBuilder transport(SslContext tls) {
    ApiLimits limits = settings.limits();
    return NettyServerBuilder.forAddress(settings.address())
        .sslContext(tls)
        .directExecutor()
        .channelType(loops.channelType())
        .bossEventLoopGroup(loops.group())
        .workerEventLoopGroup(loops.group())
        .flowControlWindow(FLOW_CONTROL_WINDOW)
        .maxInboundMessageSize(TRANSPORT_FACTOR * limits.maxMessageBytes())
        .maxInboundMetadataSize(limits.maxMetadataBytes())
        .maxConcurrentCallsPerConnection(limits.maxCallsPerConnection())
        .maxRstFramesPerWindow(
            limits.maxResetsPerWindow(), Math.toIntExact(limits.resetWindow().toSeconds()))
        .permitKeepAliveTime(limits.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveWithoutCalls(false)
        .handshakeTimeout(limits.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAge(settings.maxConnectionAge().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAgeGrace(settings.grace().toMillis(), TimeUnit.MILLISECONDS)
        .compressorRegistry(CompressorRegistry.newEmptyInstance())
        .decompressorRegistry(DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false))
        .addTransportFilter(gate);
  }

  private static SslContext tls(ApiServerSettings.TlsFiles files) {
    SslProvider provider = SslProvider.OPENSSL;
    if (!OpenSsl.isAvailable()) {
      log.warn("BoringSSL cannot be loaded here; TLS is the JDK's, which is slower");
      provider = SslProvider.JDK;
    }
    try {
      return GrpcSslContexts.configure(
              SslContextBuilder.forServer(files.certificate().toFile(), files.key().toFile()),
              provider)
          .protocols("TLSv1.3")
          .trustManager(files.clientCa().toFile())
          .clientAuth(ClientAuth.REQUIRE)
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new ApiServerException("cannot use the certificates of the client plane", e);
    }
  }

  /**
   * Begins to listen. Health says NOT_SERVING until {@link #setServing}.
   *
   * @throws ApiServerException if the address cannot be bound
   */
  public void start() {
    try {
      server.start();
    } catch (IOException e) {
      release();
      throw new ApiServerException("cannot listen on " + settings.address(), e);
    }
    log.info("client plane listens on port {}", port());
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Connections that are open now. */
  public int connections() {
    return gate.total();
  }

  /** What the health service says of the node and of each service. */
  public void setServing(boolean serving) {
    ServingStatus status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    serviceNames.forEach(name -> health.setStatus(name, status));
  }

  /**
   * Stops: says so to the health service and to every connection, waits for the calls under way as
   * long as the grace lasts, and cuts off the rest. May be called twice.
   */
  @Override
  public void close() {
    health.enterTerminalState();
    server.shutdown();
    try {
      if (!server.awaitTermination(settings.grace().toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("calls did not end within {}; they are cut off", settings.grace());
        server.shutdownNow();
        server.awaitTermination(settings.grace().toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    } finally {
      release();
    }
  }

  private void release() {
    var unused = loops.group().shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
