// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers probes and scrapes over plain HTTP: {@code GET /livez}, {@code /readyz} and {@code
 * /metrics}. Health answers 200 or 503; {@code ?verbose} lists checks that pass too.
 *
 * <p>Live means that the process is not wedged. It must never depend on other nodes, or a lost
 * quorum would have every node killed, one after the other, by those who watch them. Ready means
 * that requests should be sent here.
 *
 * <p>There is no authentication, so it listens on the loopback interface unless told otherwise.
 */
public final class OperationsServer implements AutoCloseable {
  public static final int DEFAULT_PORT = 7445;

  static final int THREADS = 8;
  private static final int WAITING_CONNECTIONS = 64;
  private static final int IDLE_THREAD_SECONDS = 30;

  /** For a client to send its request, and to take the answer. */
  private static final int LONGEST_EXCHANGE_SECONDS = 10;

  private final HttpServer server;
  private final ThreadPoolExecutor executor;
  private final Metrics metrics;
  private final List<HealthCheck> live;
  private final List<HealthCheck> ready;
  private volatile @Nullable Supplier<String> digest;

  private OperationsServer(
      HttpServer server, Metrics metrics, List<HealthCheck> live, List<HealthCheck> ready) {
    this.server = server;
    this.metrics = metrics;
    this.live = new ArrayList<>(live);
    this.live.add(noDeadlock());
    this.ready = List.copyOf(ready);
    this.executor = boundedThreads();
  }

  /** Where it listens by default. */
  public static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * Starts answering.
   *
   * @param address port 0 takes any that is free
   * @param live conditions of this process alone; that no threads are deadlocked is checked anyway
   * @param ready such as being a member, caught up and unsealed
   * @throws UncheckedIOException if the address cannot be had
   */
  public static OperationsServer start(
      InetSocketAddress address, Metrics metrics, List<HealthCheck> live, List<HealthCheck> ready) {
    limitExchanges();
    try {
      HttpServer http = HttpServer.create(address, WAITING_CONNECTIONS);
      OperationsServer operations = new OperationsServer(http, metrics, live, ready);
      http.setExecutor(operations.executor);
      http.createContext("/", operations::answer);
      http.start();
      return operations;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + address, e);
    }
  }

  /**
   * Serves {@code /digest}: the log index and the digest of this node's state there, on one line,
   * to be compared with that of other nodes at the same index.
   */
  public void serveDigest(Supplier<String> source) {
    digest = source;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answerTo(exchange);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      if (answer.status() == Answer.NOT_ALLOWED) {
        exchange.getResponseHeaders().set("Allow", "GET");
      }
      exchange.sendResponseHeaders(answer.status(), answer.body().size());
      answer.body().writeTo(exchange.getResponseBody());
    }
  }

  private Answer answerTo(HttpExchange exchange) throws IOException {
    boolean verbose = isVerbose(exchange.getRequestURI().getQuery());
    String path = exchange.getRequestURI().getPath();
    return switch (path == null ? "" : path) {
      case "/livez" -> isGet(exchange) ? health("livez", live, verbose) : Answer.notAllowed();
      case "/readyz" -> isGet(exchange) ? health("readyz", ready, verbose) : Answer.notAllowed();
      case "/metrics" -> isGet(exchange) ? scrape() : Answer.notAllowed();
      case "/digest" -> isGet(exchange) ? digest() : Answer.notAllowed();
      default -> Answer.text(Answer.NOT_FOUND, "not found\n");
    };
  }

  private static boolean isGet(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("GET");
  }

  private static boolean isVerbose(@Nullable String query) {
    return query != null
        && Arrays.stream(query.split("&", -1))
            .anyMatch(part -> part.equals("verbose") || part.startsWith("verbose="));
  }

  private static Answer health(String name, List<HealthCheck> checks, boolean verbose) {
    HealthReport report = HealthReport.of(name, checks, verbose);
    return Answer.text(report.healthy() ? Answer.OK : Answer.UNAVAILABLE, report.text());
  }

  private Answer scrape() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    metrics.scrape(body);
    return new Answer(Answer.OK, Metrics.CONTENT_TYPE, body);
  }

  /** One at a time: a digest reads all of the state. */
  private synchronized Answer digest() {
    Supplier<String> source = digest;
    return source == null
        ? Answer.text(Answer.NOT_FOUND, "not found\n")
        : Answer.text(Answer.OK, source.get());
  }

  private static HealthCheck noDeadlock() {
    return HealthCheck.of(
        "threads",
        () -> ManagementFactory.getThreadMXBean().findDeadlockedThreads() == null,
        "threads wait for each other");
  }

  /**
   * The JDK's server waits for slow clients for ever unless told otherwise, and can be told only
   * so, before the first one of the process is made.
   */
  private static void limitExchanges() {
    for (String name : List.of("maxReqTime", "maxRspTime")) {
      System.getProperties()
          .putIfAbsent("sun.net.httpserver." + name, String.valueOf(LONGEST_EXCHANGE_SECONDS));
    }
  }

  private static ThreadPoolExecutor boundedThreads() {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_CONNECTIONS),
            task -> {
              Thread thread = new Thread(task, "operations-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** What goes back: a body that is complete before its first byte is sent. */
  private record Answer(int status, String contentType, ByteArrayOutputStream body) {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private static Answer text(int status, String text) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes(text.getBytes(UTF_8));
      return new Answer(status, "text/plain; charset=utf-8", body);
    }

    private static Answer notAllowed() {
      return text(NOT_ALLOWED, "only GET\n");
    }
  }
}
