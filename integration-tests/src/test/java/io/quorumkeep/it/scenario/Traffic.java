// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.scenario;

import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.QuorumkeepException;
import io.quorumkeep.client.RetrievedKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Callers that retrieve one key again and again, and remember what they got. */
final class Traffic implements AutoCloseable {
  private static final Duration END_PATIENCE = Duration.ofSeconds(60);

  private final ExecutorService threads;
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final Queue<Release> releases = new ConcurrentLinkedQueue<>();
  private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();

  /**
   * A key that was released.
   *
   * @param startNanos before the request left
   * @param materialHash to compare materials without keeping them
   */
  record Release(
      String name, long startNanos, long endNanos, int version, long sequence, int materialHash) {}

  record Refusal(long startNanos, long endNanos, String reason) {}

  private Traffic(int count) {
    threads = Executors.newFixedThreadPool(count);
  }

  /** One caller for each client, until it is closed. */
  static Traffic start(List<QuorumkeepClient> clients, List<String> names) {
    Traffic traffic = new Traffic(clients.size());
    for (int i = 0; i < clients.size(); i++) {
      QuorumkeepClient client = clients.get(i);
      int offset = i;
      traffic.threads.execute(() -> traffic.loop(client, names, offset));
    }
    return traffic;
  }

  List<Release> releases() {
    return List.copyOf(releases);
  }

  List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  int released() {
    return releases.size();
  }

  private void loop(QuorumkeepClient client, List<String> names, int offset) {
    int turn = offset;
    while (running.get()) {
      retrieve(client, names.get(turn++ % names.size()));
    }
  }

  private void retrieve(QuorumkeepClient client, String name) {
    long start = System.nanoTime();
    try (RetrievedKey key = client.retrieve(name)) {
      int hash = key.mapMaterial(Arrays::hashCode);
      releases.add(
          new Release(name, start, System.nanoTime(), key.version(), key.auditSequence(), hash));
    } catch (QuorumkeepException e) {
      refusals.add(new Refusal(start, System.nanoTime(), e.reason()));
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Ends all callers and waits until they have ended. */
  void stop() {
    running.set(false);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(END_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("a caller did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
