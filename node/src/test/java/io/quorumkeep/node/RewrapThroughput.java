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

  /** The number of keys is the one argument. */
  public static void main(String[] args) throws Exception {
    int keys = Integer.parseInt(args[0]);
    try (LocalReplicas replicas = LocalReplicas.start(Files.createTempDirectory("rewrap"))) {
      Replica first = replicas.get(0);
      until(() -> replicas.all().stream().noneMatch(r -> r.materials().isSealed()));
      for (int from = 0; from < keys; from += AT_ONCE) {
        create(first, from, Math.min(keys, from + AT_ONCE));
      }
      new Erasures(
              first.submissions(),
              new StateReader(first.store()),
              Runnable::run,
              List.of("node-1", "node-2", "node-3"))
          .start(request(-1), "")
          .join();
      until(() -> phase(first) != ErasurePhase.DISTRIBUTING);
      long turned = System.nanoTime();
      until(() -> phase(first) == ErasurePhase.PURGING);
      double seconds = (System.nanoTime() - turned) / NANOS;
      System.out.printf("%d keys in %.2f s: %.0f keys/s%n", keys, seconds, keys / seconds);
      until(() -> first.stateMachine().erasure().certificates() == 1);
      double all = (System.nanoTime() - turned) / NANOS;
      System.out.printf("erased %.2f s after the epoch turned%n", all);
    }
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
