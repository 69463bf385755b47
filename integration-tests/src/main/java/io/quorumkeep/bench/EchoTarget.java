// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import io.quorumkeep.it.cluster.LocalCluster;
import io.quorumkeep.it.cluster.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The upper bound of this machine: a process that answers without asking anybody. */
final class EchoTarget implements Target {
  private static final int START_ATTEMPTS = 300;

  private final Process process;
  private final Channels channels = new Channels();
  private final KeyTarget keys;
  private final ErrorLog errors = new ErrorLog();

  EchoTarget(LocalCluster certificates, Path pki, Requests requests, Shape shape) {
    int port = Ports.free(1).get(0);
    Path node = pki.resolve("nodes").resolve("node-1");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                "-cp",
                System.getProperty("java.class.path"),
                EchoServer.class.getName(),
                Integer.toString(port),
                LocalCluster.TRUST_DOMAIN,
                node.resolve("server.pem").toString(),
                node.resolve("server.key").toString(),
                certificates.clientCa().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the echo process", e);
    }
    awaitPort(port);
    Channels.Identity identity =
        new Channels.Identity(
            certificates.clientCertificate(LocalCluster.ADMIN),
            certificates.clientKey(LocalCluster.ADMIN),
            certificates.clientCa());
    keys =
        new KeyTarget(
            List.of(channels.open("127.0.0.1:" + port, identity)),
            requests,
            1,
            Workload.ECHO,
            shape,
            errors);
  }

  private void awaitPort(int port) {
    for (int i = 0; i < START_ATTEMPTS; i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        return;
      } catch (IOException e) {
        pause();
      }
    }
    throw new IllegalStateException("the echo process does not listen");
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void call(Call call) {
    keys.call(call);
  }

  @Override
  public long recorded() {
    return -1;
  }

  @Override
  public long entries() {
    return -1;
  }

  @Override
  public Map<String, Long> processes() {
    return Map.of("echo", process.pid());
  }

  @Override
  public int nodes() {
    return 1;
  }

  @Override
  public Protection protection() {
    return new Protection(false, true, false);
  }

  @Override
  public List<String> errors() {
    return errors.lines();
  }

  @Override
  public void close() {
    channels.close();
    process.destroyForcibly();
  }
}
