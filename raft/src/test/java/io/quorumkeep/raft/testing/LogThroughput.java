// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.testing;

import com.google.protobuf.ByteString;
import com.sun.management.OperatingSystemMXBean;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.Peer;
import io.quorumkeep.raft.RaftNode;
import io.quorumkeep.raft.ReplicatedLog;
import io.quorumkeep.raft.ReplicatedStateMachine;
import io.quorumkeep.raft.config.LogLimits;
import io.quorumkeep.raft.ratis.RatisNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures three members in this process, with TLS and fsync and a state machine that does nothing:
 * entries per second and latency. Arguments: a directory, the seconds of a run, the bytes of an
 * entry.
 */
public final class LogThroughput {
  private static final int[] OUTSTANDING = {1, 16, 256};
  private static final int MAX_SAMPLES = 1_000_000;

  private LogThroughput() {}

  /** Runs each load once to warm up and once to be reported. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory(Path.of(args[0]).toAbsolutePath(), "throughput");
    Duration run = Duration.ofSeconds(Integer.parseInt(args[1]));
    ByteString entry = ByteString.copyFrom(new byte[Integer.parseInt(args[2])]);
    TestCluster cluster = new TestCluster(directory, 3, LogLimits.DEFAULT);
    List<RaftNode> nodes = cluster.peers().stream().map(peer -> start(cluster, peer)).toList();
    try {
      ReplicatedLog leader = awaitLeader(nodes);
      for (int outstanding : OUTSTANDING) {
        run(leader, entry, outstanding, run);
        System.out.printf(
            "%4d outstanding of %d bytes: %s%n",
            outstanding, entry.size(), run(leader, entry, outstanding, run));
      }
    } finally {
      nodes.forEach(RaftNode::close);
    }
  }

  private static RaftNode start(TestCluster cluster, Peer peer) {
    return RatisNode.start(
        cluster.settings(peer.id().value()),
        new Nothing(),
        Map.of(),
        (reason, cause) -> {
          throw new IllegalStateException(reason, cause);
        });
  }

  private static ReplicatedLog awaitLeader(List<RaftNode> nodes) {
    while (true) {
      for (RaftNode node : nodes) {
        if (node.log().status().isLeader()) {
          return node.log();
        }
      }
      Thread.onSpinWait();
    }
  }

  private static String run(ReplicatedLog log, ByteString entry, int outstanding, Duration run)
      throws InterruptedException {
    Semaphore free = new Semaphore(outstanding);
    long[] nanos = new long[MAX_SAMPLES];
    AtomicInteger done = new AtomicInteger();
    long cpuStart = cpuNanos();
    long start = System.nanoTime();
    long end = start + run.toNanos();
    while (System.nanoTime() < end && done.get() < MAX_SAMPLES - outstanding) {
      free.acquire();
      long proposed = System.nanoTime();
      var unused =
          log.propose(entry)
              .whenComplete(
                  (position, failure) -> {
                    if (failure == null) {
                      nanos[done.getAndIncrement()] = System.nanoTime() - proposed;
                    }
                    free.release();
                  });
    }
    free.acquire(outstanding);
    long elapsed = System.nanoTime() - start;
    long cpu = cpuNanos() - cpuStart;
    long[] sorted = Arrays.copyOf(nanos, done.get());
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%.0f entries/s, p50 %.2f ms, p99 %.2f ms, %.2f ms CPU per entry on all members",
        sorted.length * (double) TimeUnit.SECONDS.toNanos(1) / elapsed,
        millis(sorted, 50),
        millis(sorted, 99),
        cpu / 1e6 / sorted.length);
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static double millis(long[] sorted, int percentile) {
    return sorted[(int) ((long) sorted.length * percentile / 100)] / 1e6;
  }

  /** Remembers the position only. */
  private static final class Nothing implements ReplicatedStateMachine {
    private volatile LogPosition applied = LogPosition.NONE;

    @Override
    public LogPosition applied() {
      return applied;
    }

    @Override
    public void apply(LogPosition position, ByteString entry) {
      applied = position;
    }

    @Override
    public void checkpoint(Path directory) {
      try {
        Files.createDirectory(directory);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot make a checkpoint", e);
      }
    }

    @Override
    public void restore(Path directory) {
      throw new UnsupportedOperationException("this state is not kept");
    }

    @Override
    public void role(Role role, long term) {}
  }
}
