// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What processes cost while nobody asks them anything: processor time, and heap in use. */
final class Footprint {
  /** Lets JVMs be asked by {@code jcmd}, which nodes refuse otherwise. */
  static final String JVM_FLAG = "-XX:-DisableAttachMechanism";

  private static final int SETTLE_SECONDS = 15;
  private static final int IDLE_SECONDS = 20;
  private static final int JCMD_SECONDS = 60;
  private static final double KIB_IN_MIB = 1024;

  /** A generation of the parallel collector in {@code GC.heap_info}. */
  private static final Pattern GENERATION =
      Pattern.compile("(PSYoungGen|ParOldGen) +total \\d+K, used (\\d+)K");

  private final Map<String, Long> processes;

  /** Of processes by name. */
  Footprint(Map<String, Long> processes) {
    this.processes = processes;
  }

  /** Waits until what is left to do is done, and then measures; half a minute altogether. */
  String measure() throws InterruptedException {
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    Map<String, Double> before = Cpu.seconds(processes);
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    Map<String, Double> after = Cpu.seconds(processes);
    Map<String, String> each = new LinkedHashMap<>();
    for (Map.Entry<String, Long> process : processes.entrySet()) {
      String name = process.getKey();
      double percent =
          100 * (after.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0)) / IDLE_SECONDS;
      each.put(
          name,
          String.format(
              Locale.ROOT,
              "%.2f %% of a processor, %.0f MiB of heap after a collection",
              percent,
              heapMiB(process.getValue())));
    }
    return each.toString();
  }

  /** Heap in use right after a full collection. */
  private static double heapMiB(long pid) throws InterruptedException {
    var unused = jcmd(pid, "GC.run");
    Matcher generations = GENERATION.matcher(jcmd(pid, "GC.heap_info"));
    double used = 0;
    while (generations.find()) {
      used += Long.parseLong(generations.group(2)) / KIB_IN_MIB;
    }
    return used;
  }

  private static String jcmd(long pid, String command) throws InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(tool, Long.toString(pid), command).redirectErrorStream(true).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(JCMD_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(command + " of process " + pid + ": " + answer);
      }
      return answer;
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + tool, e);
    }
  }
}
