// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Processor time of processes, from /proc. */
final class Cpu {
  private static final double TICKS_PER_SECOND = 100;
  private static final int UTIME = 11;
  private static final int STIME = 12;

  private Cpu() {}

  /** Seconds that each process has used so far. */
  static Map<String, Double> seconds(Map<String, Long> processes) {
    Map<String, Double> used = new LinkedHashMap<>();
    processes.forEach((name, pid) -> used.put(name, seconds(pid)));
    return used;
  }

  private static double seconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " is gone", e);
    }
  }
}
