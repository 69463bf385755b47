// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker as a process of its own, on loopback, with its own controller. It can be
 * killed and started again on the same ports and data. It does not outlive this JVM, unless that is
 * killed.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int PROBE_MS = 2_000;

  private static final List<String> FLAGS =
      List.of(
          "-Xmx768m",
          "-XX:+UseSerialGC",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
          "-Dorg.slf4j.simpleLogger.showDateTime=true");

  private static final String PROPERTIES =
      """
      process.roles=broker,controller
      node.id=1
      controller.quorum.bootstrap.servers=127.0.0.1:%2$d
      listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
      advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
      controller.listener.names=CONTROLLER
      inter.broker.listener.name=PLAINTEXT
      listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
      log.dirs=%3$s
      num.partitions=1
      offsets.topic.replication.factor=1
      offsets.topic.num.partitions=1
      transaction.state.log.replication.factor=1
      transaction.state.log.min.isr=1
      transaction.state.log.num.partitions=1
      share.coordinator.state.topic.replication.factor=1
      share.coordinator.state.topic.min.isr=1
      group.initial.rebalance.delay.ms=0
      auto.create.topics.enable=false
      log.retention.ms=-1
      """;

  private final Path directory;
  private final int port;
  private final Thread endWithUs = new Thread(this::destroy, "kafka-broker-end");
  private @Nullable Process process;

  private KafkaBroker(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /** Lays out a broker in {@code directory}, starts it and waits until it serves. */
  public static KafkaBroker start(Path directory) {
    List<Integer> ports = Ports.free(2);
    KafkaBroker broker = new KafkaBroker(directory.toAbsolutePath(), ports.get(0));
    broker.format(ports.get(1));
    Runtime.getRuntime().addShutdownHook(broker.endWithUs);
    broker.start();
    return broker;
  }

  /** The address for clients, {@code host:port}; the same after a restart. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Creates a topic with one partition; in a broker of its own there is one replica. */
  public void createTopic(String topic) {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot create topic " + topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topic " + topic, e);
    }
  }

  public long pid() {
    return running().pid();
  }

  /** What it printed. */
  public Path output() {
    return directory.resolve("output.log");
  }

  /** Starts it on the data that it has, and waits until it serves. */
  public void start() {
    if (process != null && process.isAlive()) {
      throw new IllegalStateException("the broker runs already");
    }
    process = launch("kafka.Kafka", properties().toString());
    awaitReady();
  }

  /** Ends it with SIGKILL and waits until it is gone. */
  public void kill() {
    await(running().destroyForcibly());
  }

  /** Ends it in order and waits until it is gone. */
  public void stop() {
    Process current = running();
    current.destroy();
    await(current);
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      kill();
    }
    if (!Thread.currentThread().equals(endWithUs)) {
      var unused = Runtime.getRuntime().removeShutdownHook(endWithUs);
    }
  }

  private void destroy() {
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
    }
  }

  private void format(int controllerPort) {
    try {
      Files.createDirectories(directory);
      Files.writeString(
          properties(), PROPERTIES.formatted(port, controllerPort, directory.resolve("data")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lay out a broker in " + directory, e);
    }
    Process format =
        launch(
            "kafka.tools.StorageTool",
            "format",
            "--standalone",
            "-t",
            Uuid.randomUuid().toString(),
            "-c",
            properties().toString());
    await(format);
    if (format.exitValue() != 0) {
      throw new IllegalStateException("the broker's data cannot be formatted:\n" + lastOutput());
    }
  }

  private Process launch(String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", KafkaJars.directory().resolve("*").toString(), main));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + main, e);
    }
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PROBE_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PROBE_MS))) {
      while (!serves(admin)) {
        if (!running().isAlive() || System.nanoTime() > deadline) {
          throw new IllegalStateException("the broker does not serve:\n" + lastOutput());
        }
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a broker", e);
    }
  }

  private static boolean serves(Admin admin) throws InterruptedException {
    try {
      return !admin.describeCluster().nodes().get(2L * PROBE_MS, TimeUnit.MILLISECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private Path properties() {
    return directory.resolve("server.properties");
  }

  private String lastOutput() {
    try {
      List<String> lines = Files.readAllLines(output());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      return "(no output: " + e.getMessage() + ")";
    }
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("the broker was not started");
    }
    return process;
  }

  private static void await(Process process) {
    try {
      if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
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
