// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.NameResolverRegistry;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.quorumkeep.client.ErrorCode;
import io.quorumkeep.client.Failure;
import io.quorumkeep.client.QuorumkeepException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One channel over all nodes of a cluster, and the clock by which calls are tried again.
 *
 * <p>Calls go round the nodes that are connected. Callbacks run on the transport's own threads,
 * because all of them are ours and none blocks.
 */
public final class Connection implements AutoCloseable {
  /** Nodes disconnect whoever pings more often than every 30 seconds. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(40);

  private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(4);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
  private static final long RECONNECT_INTERVAL_NANOS = Duration.ofMillis(100).toNanos();
  private static final int MAX_ANSWER_BYTES = 32 << 20;
  private static final int FLOW_CONTROL_WINDOW_BYTES = 4 << 20;
  private static final NodeListResolverProvider RESOLVER = new NodeListResolverProvider();

  private final ManagedChannel channel;
  private final Executor callbacks;
  private final ScheduledThreadPoolExecutor timer;
  private final AtomicLong reconnectedAtNanos = new AtomicLong(System.nanoTime());

  private Connection(ManagedChannel channel, Executor callbacks) {
    this.channel = channel;
    this.callbacks = callbacks;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "quorumkeep-client-timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Prepares to connect; the first call connects. Throws {@link IllegalArgumentException} for files
   * that cannot be used.
   *
   * @param callbacks where asynchronous results are handed to the caller's code, which may block
   */
  public static Connection open(
      List<NodeAddress> nodes, Credentials credentials, Executor callbacks) {
    NameResolverRegistry.getDefaultRegistry().register(RESOLVER);
    ManagedChannel channel =
        NettyChannelBuilder.forTarget(target(nodes))
            .sslContext(credentials.sslContext())
            .defaultLoadBalancingPolicy("round_robin")
            .directExecutor()
            .disableRetry()
            .proxyDetector(address -> null)
            .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
            .initialFlowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
            .maxInboundMessageSize(MAX_ANSWER_BYTES)
            .userAgent("quorumkeep-java")
            .build();
    return new Connection(channel, callbacks);
  }

  private static String target(List<NodeAddress> nodes) {
    String path =
        nodes.stream().map(NodeAddress::toString).collect(Collectors.joining(",", "/", ""));
    try {
      return new URI(NodeListResolverProvider.SCHEME, "", path, null, null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a list of nodes: " + nodes, e);
    }
  }

  ManagedChannel channel() {
    return channel;
  }

  /** Sends {@code request} until it is answered, refused or out of time. */
  <Q, R, T> CompletableFuture<T> call(
      MethodDescriptor<Q, R> method,
      Q request,
      String requestId,
      CallLimits limits,
      Function<R, T> decoder) {
    return RetriedCall.start(this, method, request, requestId, limits, decoder);
  }

  /** Where the caller's own code runs. */
  public Executor callbacks() {
    return callbacks;
  }

  /** How long to wait after so many attempts, the last of which failed so. */
  long backoffNanos(int attempts, Failure last) {
    long asked = last.retryAfter().map(Duration::toNanos).orElse(0L);
    return Math.max(asked, Backoff.DEFAULT.nanosAfter(attempts, ThreadLocalRandom.current()));
  }

  /** Runs {@code task} after {@code nanos}; false if the connection is closed. */
  boolean later(Runnable task, long nanos) {
    try {
      var unused = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /**
   * Has the channel try lost nodes again now. By itself it would wait longer and longer, up to two
   * minutes, and a cluster that came back would go unnoticed.
   */
  void noteUnavailable(QuorumkeepException failure) {
    if (failure.code() != ErrorCode.UNAVAILABLE) {
      return;
    }
    long now = System.nanoTime();
    long last = reconnectedAtNanos.get();
    if (now - last >= RECONNECT_INTERVAL_NANOS && reconnectedAtNanos.compareAndSet(last, now)) {
      channel.resetConnectBackoff();
    }
  }

  /** Runs {@code task} again and again until the future is cancelled or the connection closed. */
  ScheduledFuture<?> every(Runnable task, Duration period) {
    return timer.scheduleWithFixedDelay(
        task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Cancels what is under way and closes the connections. Attempts that wait for their turn still
   * get it, and fail at once, so that nobody waits for an answer for ever.
   */
  @Override
  public void close() {
    channel.shutdownNow();
    timer.shutdown();
    try {
      var unused = channel.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
