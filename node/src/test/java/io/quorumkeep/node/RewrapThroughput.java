// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import io.quorumkeep.node.application.Erasures;
import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.erasure.ErasurePhase;
import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.store.StateReader;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Not a test: measures how fast three replicas in this process move keys to the next epoch. */
final class RewrapThroughput {
  private static final Origin ADMIN = new Origin(LocalReplicas.ADMIN, "127.0.0.1:1");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int AT_ONCE = 4_000;
  private static final double NANOS = 1e9;
  private static final long POLL_NANOS = 5_000_000;

  private RewrapThroughput() {}

  /** The number of keys, and how many erasures there are one after the other: 1 by default. */
  public static void main(String[] args) throws Exception {
    int keys = Integer.parseInt(args[0]);
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    try (LocalReplicas replicas = LocalReplicas.start(Files.createTempDirectory("rewrap"))) {
      Replica first = replicas.get(0);
      until(() -> replicas.all().stream().noneMatch(r -> r.materials().isSealed()));
      for (int from = 0; from < keys; from += AT_ONCE) {
        create(first, from, Math.min(keys, from + AT_ONCE));
      }
      for (int round = 1; round <= rounds; round++) {
        erase(first, keys, round);
      }
    }
  }

  private static void erase(Replica replica, int keys, int round) {
    new Erasures(
            replica.submissions(),
            new StateReader(replica.store()),
            Runnable::run,
            List.of("node-1", "node-2", "node-3"))
        .start(request(-round), "")
        .join();
    until(() -> phase(replica) != ErasurePhase.DISTRIBUTING);
    long turned = System.nanoTime();
    double before = processorSeconds();
    until(() -> phase(replica) == ErasurePhase.PURGING);
    double seconds = (System.nanoTime() - turned) / NANOS;
    double micros = (processorSeconds() - before) * 1e6 / keys;
    System.out.printf(
        "%d keys in %.2f s: %.0f keys/s, %.1f us of processor for a key%n",
        keys, seconds, keys / seconds, micros);
    until(() -> replica.stateMachine().erasure().certificates() == round);
    double all = (System.nanoTime() - turned) / NANOS;
    System.out.printf("erased %.2f s after the epoch turned%n", all);
  }

  private static void create(Replica replica, int from, int to) {
    KeyLifecycle lifecycle = LocalReplicas.lifecycle(replica);
    List<CompletableFuture<Outcome>> answers = new ArrayList<>();
    for (int number = from; number < to; number++) {
      answers.add(
          lifecycle.create(
              request(number),
              new KeyLifecycle.NewKey(
                  new KeyName("pay", "card-" + number),
                  KeyAlgorithm.AES_256,
                  KeyUsages.DATA_ENCRYPTION,
                  false,
                  null,
                  KeyAttributes.of(UsagePeriods.WITHOUT_END, List.of()))));
    }
    answers.forEach(CompletableFuture::join);
  }

  private static Submissions.Request request(long id) {
    return new Submissions.Request(ADMIN, new RequestId(5, id), 1, PATIENCE);
  }

  /** Of this process, so that what others do beside it does not count. */
  private static double processorSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos()
        / NANOS;
  }

  private static ErasurePhase phase(Replica replica) {
    ErasureRun run = replica.stateMachine().erasure().run();
    return run == null ? ErasurePhase.PURGING : run.phase();
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
