// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One node of a local cluster, as a process of its own. */
public final class NodeProcess {
  /** What the launcher of production gives a node too, with a heap for a small machine. */
  private static final List<String> USUAL_FLAGS =
      List.of(
          "-Xms512m",
          "-Xmx1536m",
          "-XX:+UseParallelGC",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-HeapDumpOnOutOfMemoryError",
          "-XX:+DisableAttachMechanism",
          "-XX:-CreateCoredumpOnCrash",
          "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
          "-Dio.grpc.netty.shaded.io.netty.leakDetection.level=disabled",
          "-Dorg.apache.ratis.thirdparty.io.netty.leakDetection.level=disabled");

  /**
   * For the memory of RocksDB: few arenas, and what it gave back is kept for the next write buffer
   * instead of being fetched from the kernel page by page.
   */
  private static final Map<String, String> USUAL_ENVIRONMENT =
      Map.of(
          "MALLOC_ARENA_MAX", "2",
          "MALLOC_MMAP_THRESHOLD_", "33554432",
          "MALLOC_TRIM_THRESHOLD_", "268435456");

  private static final String MAIN = "io.quorumkeep.node.Main";
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(PROBE_TIMEOUT).build();

  private final Plan plan;
  private @Nullable Process process;

  /**
   * Where a node stands.
   *
   * @param directory holds its configuration, data and output
   */
  record Plan(
      String name,
      Path directory,
      Path config,
      int clientPort,
      int operationsPort,
      List<String> jvmFlags,
      Map<String, String> environment) {}

  NodeProcess(Plan plan) {
    this.plan = plan;
  }

  public String name() {
    return plan.name();
  }

  /** host:port of its client plane. */
  public String clientAddress() {
    return "127.0.0.1:" + plan.clientPort();
  }

  public int operationsPort() {
    return plan.operationsPort();
  }

  /** Where its data is: log, store, snapshots, and the audit file if there is one. */
  public Path data() {
    return plan.directory().resolve("data");
  }

  /** What it printed. */
  public Path output() {
    return plan.directory().resolve("output.log");
  }

  /** Starts it, and does not wait. */
  public void start() {
    if (isAlive()) {
      throw new IllegalStateException(name() + " runs already");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(USUAL_FLAGS);
    command.addAll(plan.jvmFlags());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "server"));
    command.addAll(List.of("--config", plan.config().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(plan.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
    builder.environment().putAll(USUAL_ENVIRONMENT);
    builder.environment().putAll(plan.environment());
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name(), e);
    }
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  public long pid() {
    return running().pid();
  }

  /** Ends it with SIGKILL and waits until it is gone. */
  public void kill() {
    end(running().destroyForcibly());
  }

  /** Asks it to stop with SIGTERM and waits. */
  public void stop() {
    if (isAlive()) {
      Process current = running();
      current.destroy();
      end(current);
    }
  }

  /** Stops its threads with SIGSTOP; its connections stay open. */
  public void pause() {
    signal("-STOP");
  }

  public void resume() {
    signal("-CONT");
  }

  /**
   * Lets its writes fail from now on, as on a full disk: those that go beyond the first {@code
   * bytes} of a file (RLIMIT_FSIZE, so the error is EFBIG and not ENOSPC). A restart lifts it.
   */
  public void failWritesBeyond(long bytes) {
    run("prlimit", "--pid", Long.toString(pid()), "--fsize=" + bytes + ":");
  }

  /** Waits until it has ended by itself, and returns its exit status. */
  public int awaitExit(Duration patience) {
    Process current = running();
    end(current, patience);
    return current.exitValue();
  }

  /** Whether it says that it can serve. */
  public boolean isReady() {
    return isAlive() && get("/readyz") != null;
  }

  /** The body of a page of its operations plane, or null if the answer is not 200. */
  public @Nullable String get(String page) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + plan.operationsPort() + page))
            .timeout(PROBE_TIMEOUT)
            .build();
    try {
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? answer.body() : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** The end of what it printed, for a message. */
  public String lastOutput() {
    try {
      List<String> lines = Files.readAllLines(output());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      return "(no output: " + e.getMessage() + ")";
    }
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException(name() + " was not started");
    }
    return process;
  }

  private void signal(String signal) {
    run("kill", signal, Long.toString(pid()));
  }

  private void run(String... command) {
    try {
      Process tool = new ProcessBuilder(command).inheritIO().start();
      end(tool);
      if (tool.exitValue() != 0) {
        throw new IllegalStateException(command[0] + " of " + name() + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command[0] + " for " + name(), e);
    }
  }

  private static void end(Process process) {
    end(process, STOP_PATIENCE);
  }

  private static void end(Process process, Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("process " + process.pid() + " did not end in time");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process ends", e);
    }
  }
}
