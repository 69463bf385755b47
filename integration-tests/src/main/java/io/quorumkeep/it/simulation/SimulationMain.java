// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The command line of the simulation. */
public final class SimulationMain {
  private static final String HELP =
      """
      Runs simulated clusters, one for each seed, and checks every answer they give.

        --seeds FROM..TO   all seeds from FROM to TO
        --seed S           one seed
        --trace            with --seed: every step on standard output
        --records          also how many audit records there are of each operation
        --bug NAME         with a mistake built in that must be found; --bug list names them
        --help             this text

      Prints progress on standard error and one line about all seeds on standard output.
      Ends with 1 if a promise was broken in any of them, and with 2 if it was asked wrongly.
      """;
  private static final int SEEDS_BETWEEN_NEWS = 100;
  private static final int SEEDS_AHEAD = 8;
  private static final int WRONG_USE = 2;

  private final PrintStream out;
  private final PrintStream news;
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Map<String, Long> recorded = new TreeMap<>();
  private long operations;
  private long answers;
  private long releases;
  private long virtualNanos;
  private long seeds;
  private long violations;

  private SimulationMain(PrintStream out, PrintStream news) {
    this.out = out;
    this.news = news;
  }

  public static void main(String[] args) {
    silence();
    System.exit(new SimulationMain(System.out, System.err).run(args));
  }

  /** Production code logs what it sees; nobody reads that of a thousand clusters. */
  static void silence() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.OFF);
  }

  private int run(String[] args) {
    long from = 1;
    long to = 100;
    boolean trace = false;
    boolean records = false;
    SeededBug bug = SeededBug.NONE;
    try {
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--help" -> {
            out.print(HELP);
            return 0;
          }
          case "--trace" -> trace = true;
          case "--records" -> records = true;
          case "--seed" -> {
            from = Long.parseLong(value(args, ++i));
            to = from;
          }
          case "--seeds" -> {
            String[] ends = value(args, ++i).split("\\.\\.", -1);
            from = Long.parseLong(ends[0]);
            to = Long.parseLong(ends[ends.length - 1]);
          }
          case "--bug" -> {
            String name = value(args, ++i);
            if (name.equals("list")) {
              for (SeededBug each : SeededBug.values()) {
                out.println(each);
              }
              return 0;
            }
            bug = SeededBug.valueOf(name);
          }
          default -> throw new IllegalArgumentException("unknown option " + args[i]);
        }
      }
    } catch (IllegalArgumentException e) {
      news.println(e.getMessage() + "; try --help");
      return WRONG_USE;
    }
    int status = run(from, to, bug, trace && from == to ? out::println : null);
    if (records) {
      recorded.forEach((what, count) -> out.println(count + " " + what));
    }
    return status;
  }

  private static String value(String[] args, int at) {
    if (at >= args.length) {
      throw new IllegalArgumentException(args[at - 1] + " needs a value");
    }
    return args[at];
  }

  private int run(long from, long to, SeededBug bug, @Nullable Consumer<String> trace) {
    long started = System.nanoTime();
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    Deque<Future<Simulation.Result>> running = new ArrayDeque<>();
    try {
      long next = from;
      while (next <= to || !running.isEmpty()) {
        while (next <= to && running.size() < threads * SEEDS_AHEAD) {
          long seed = next++;
          running.add(pool.submit(() -> Simulation.run(seed, bug, trace)));
        }
        // In the order of the seeds, whichever was ready first.
        tell(running.remove().get(), bug, started);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return WRONG_USE;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a seed did not run to its end", e.getCause());
    } finally {
      pool.shutdownNow();
    }
    out.println(summary());
    return violations == 0 ? 0 : 1;
  }

  private void tell(Simulation.Result result, SeededBug bug, long started) {
    add(result);
    for (String violation : result.violations()) {
      news.println("seed " + result.seed() + ": " + violation);
    }
    if (!result.violations().isEmpty()) {
      news.println("  to see every step: --seed " + result.seed() + " --trace" + withBug(bug));
    }
    if (seeds % SEEDS_BETWEEN_NEWS == 0) {
      news.printf(
          Locale.ROOT,
          "%d seeds, %.1f a second, %d violations%n",
          seeds,
          seeds * 1e9 / (System.nanoTime() - started),
          violations);
    }
  }

  private static String withBug(SeededBug bug) {
    return bug == SeededBug.NONE ? "" : " --bug " + bug;
  }

  private void add(Simulation.Result result) {
    seeds++;
    operations += result.operations();
    answers += result.answers();
    releases += result.releases();
    virtualNanos += result.virtualNanos();
    violations += result.violations().size();
    result.recorded().forEach((what, count) -> recorded.merge(what, (long) count, Long::sum));
    result.faults().forEach((fault, count) -> faults.merge(fault, (long) count, Long::sum));
  }

  private String summary() {
    StringJoiner kinds = new StringJoiner(", ", "(", ")");
    faults.forEach((fault, count) -> kinds.add(fault + " " + count));
    long all = faults.values().stream().mapToLong(Long::longValue).sum();
    return String.format(
        Locale.ROOT,
        "seeds %d, simulated %.1f h, operations %d, answers %d, releases %d, faults %d %s,"
            + " violations %d",
        seeds,
        virtualNanos / 3.6e12,
        operations,
        answers,
        releases,
        all,
        kinds,
        violations);
  }
}
