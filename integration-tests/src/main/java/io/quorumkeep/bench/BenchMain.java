// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import io.quorumkeep.it.cluster.ClusterOptions;
import io.quorumkeep.it.cluster.LocalCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a cluster of three processes under load from this one. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts three nodes on this machine (fsync, TLS for clients and between peers, audit) and",
      "loads them; fails if the log does not hold exactly one audit record for each answer. Rates",
      "count keys, not calls. Say --warmup 60 or more for figures worth quoting: four JVMs on two",
      "cores need that long to settle."
    })
public final class BenchMain implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final String LOAD = "load";
  private static final int ROUNDS = 3;
  private static final Duration DUE_SET_UP = Duration.ofSeconds(30);

  @Option(
      names = "--workload",
      split = ",",
      defaultValue = "echo,retrieve,create,mixed",
      paramLabel = "NAME",
      description =
          "echo, retrieve, retrieve-versions, retrieve-many, retrieve-erase, retrieve-due, create,"
              + " mixed, etcd-get, etcd-put. Default: ${DEFAULT-VALUE}.")
  private List<String> workloads = new ArrayList<>();

  @Option(
      names = "--shape",
      split = ",",
      defaultValue = "unary",
      paramLabel = "NAME",
      description = "unary, batch64, stream; for echo and retrieve. Default: ${DEFAULT-VALUE}.")
  private List<String> shapes = new ArrayList<>();

  @Option(
      names = "--concurrency",
      split = ",",
      defaultValue = "1,64,256,1024",
      paramLabel = "N",
      description = "Calls (on a stream: messages) under way. Default: ${DEFAULT-VALUE}.")
  private List<Integer> concurrencies = new ArrayList<>();

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long to measure each run. Default: ${DEFAULT-VALUE}.")
  private double seconds = 10;

  @Option(
      names = "--warmup",
      defaultValue = "30",
      description =
          "Seconds of load before the first run of a process group; each further run gets a fifth"
              + " of it. Default: ${DEFAULT-VALUE}.")
  private double warmup = 30;

  @Option(
      names = "--keys",
      defaultValue = "1000",
      description = "Keys that are retrieved in turn. Default: ${DEFAULT-VALUE}.")
  private int keys = 1000;

  @Option(
      names = "--versions",
      defaultValue = "10000",
      description = "Versions of the key of retrieve-versions. Default: ${DEFAULT-VALUE}.")
  private int versions = 10_000;

  @Option(
      names = "--many",
      defaultValue = "1000000",
      description =
          "All keys of retrieve-many, which is measured in turn with retrieve of --keys and tells"
              + " what they cost; and of retrieve-erase. Default: ${DEFAULT-VALUE}.")
  private int many = 1_000_000;

  @Option(
      names = "--due",
      defaultValue = "10000",
      description =
          "Keys that are rotated at once in retrieve-due, which is measured before and then while"
              + " they are. Default: ${DEFAULT-VALUE}.")
  private int due = 10_000;

  @Option(
      names = "--to",
      defaultValue = "all",
      description = "all: round robin over the nodes; leader: only it. Default: ${DEFAULT-VALUE}.")
  private String to = "all";

  @Option(
      names = "--peer",
      paramLabel = "etcd",
      description = "Also measure three members of Debian's etcd-server (etcd-get and etcd-put).")
  private @Nullable String peer;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Publish audit records to the topic there instead of to a file.")
  private @Nullable String kafka;

  @Option(
      names = "--jvm",
      paramLabel = "FLAG",
      description = "One more flag for the JVMs of the nodes.")
  private List<String> jvm = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Configuration of the nodes by variables, as QUORUMKEEP_LIMITS_….")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--json", description = "Print one JSON object a line instead of a table.")
  private boolean json;

  private final Map<Workload, List<Double>> rates = new EnumMap<>(Workload.class);

  @Spec private CommandSpec spec = CommandSpec.create();
  private boolean headerPrinted;
  private int made;
  private boolean warm;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchMain()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Set<Workload> each = new LinkedHashSet<>();
    try {
      workloads.forEach(name -> each.add(Workload.of(name)));
      shapes.forEach(name -> shape(name));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    if (peer != null) {
      each.addAll(List.of(Workload.ETCD_GET, Workload.ETCD_PUT));
    }
    List<Workload> wanted = List.copyOf(each);
    Path directory = Files.createTempDirectory("quorumkeep-bench-");
    boolean good = true;
    try {
      for (Workload workload : wanted) {
        if (workload.isEtcd()) {
          good &= etcd(directory.resolve(workload.label()), workload);
        }
      }
      good &= cluster(directory.resolve("cluster"), wanted);
    } finally {
      remove(directory);
    }
    return good ? 0 : FAILED;
  }

  private boolean etcd(Path directory, Workload workload) throws IOException, InterruptedException {
    boolean good = true;
    warm = false;
    try (Target target = new EtcdTarget(Files.createDirectories(directory), workload)) {
      for (int concurrency : concurrencies) {
        good &= run(target, workload, Shape.UNARY, concurrency);
      }
    }
    return good;
  }

  private boolean cluster(Path directory, List<Workload> wanted) throws InterruptedException {
    List<String> flags = new ArrayList<>(jvm);
    if (wanted.contains(Workload.RETRIEVE_MANY)) {
      flags.add(Footprint.JVM_FLAG);
    }
    ClusterOptions options = new ClusterOptions(3, kafka, flags, settings);
    boolean good = true;
    warm = false;
    try (LocalCluster cluster = LocalCluster.create(directory, options)) {
      Requests requests = new Requests(keys, many);
      for (Shape shape : shapes.stream().map(BenchMain::shape).toList()) {
        if (wanted.contains(Workload.ECHO)) {
          warm = false;
          try (Target echo = new EchoTarget(cluster, directory.resolve("pki"), requests, shape)) {
            for (int concurrency : concurrencies) {
              good &= run(echo, Workload.ECHO, shape, concurrency);
            }
          }
        }
      }
      List<Workload> logged =
          wanted.stream()
              .filter(w -> !w.isEtcd() && w != Workload.ECHO)
              .sorted(Comparator.comparing(BenchMain::turn))
              .toList();
      if (!logged.isEmpty()) {
        warm = false;
        good &= logged(cluster.start(), requests, logged);
      }
    }
    return good;
  }

  /**
   * What needs very many keys comes after what does not; and last what goes on by itself, because
   * it would be counted to whatever comes after it.
   */
  private static int turn(Workload workload) {
    return switch (workload) {
      case RETRIEVE_MANY -> 1;
      case RETRIEVE_ERASE -> 2;
      case RETRIEVE_DUE -> 3;
      default -> 0;
    };
  }

  private boolean logged(LocalCluster cluster, Requests requests, List<Workload> wanted)
      throws InterruptedException {
    try (ClusterTarget setUp = target(cluster, requests, Workload.CREATE, Shape.UNARY)) {
      setUp.createKeys(keys);
      made = keys;
      if (wanted.contains(Workload.RETRIEVE_VERSIONS)) {
        setUp.createVersions(versions);
      }
    }
    boolean good = true;
    for (Workload workload : wanted) {
      if (turn(workload) > 0) {
        good &= amongVeryMany(cluster, requests, workload);
        continue;
      }
      for (Shape shape : workload.isRetrieval() ? allShapes() : List.of(Shape.UNARY)) {
        for (int concurrency : concurrencies) {
          try (ClusterTarget target = target(cluster, requests, workload, shape)) {
            good &= run(target, workload, shape, concurrency);
          }
        }
      }
    }
    return good;
  }

  private boolean amongVeryMany(LocalCluster cluster, Requests requests, Workload workload)
      throws InterruptedException {
    return switch (workload) {
      case RETRIEVE_MANY -> ofMany(cluster, requests);
      case RETRIEVE_ERASE -> whileErasing(cluster, requests);
      default -> whileDue(cluster, requests);
    };
  }

  /**
   * Retrieves of the few keys, makes the many, and retrieves of them and of the few in turn: what
   * the machine and the compilers do meanwhile then befalls both.
   */
  private boolean ofMany(LocalCluster cluster, Requests requests) throws InterruptedException {
    boolean good = true;
    for (int concurrency : concurrencies) {
      good &= runOnce(cluster, requests, Workload.RETRIEVE, concurrency, warmup);
    }
    try (ClusterTarget few = target(cluster, requests, Workload.RETRIEVE, Shape.UNARY)) {
      Footprint footprint = new Footprint(few.processes());
      say("idle with " + made + " keys: " + footprint.measure());
      makeMany(few);
      say("idle with " + made + " keys: " + footprint.measure());
    }
    for (int concurrency : concurrencies) {
      rates.clear();
      double before = warmup;
      for (int round = 0; round < ROUNDS; round++) {
        // The first look at a key reads it from disk, so few of them are first looks in the run.
        good &= runOnce(cluster, requests, Workload.RETRIEVE_MANY, concurrency, before);
        before = warmup / 5;
        good &= runOnce(cluster, requests, Workload.RETRIEVE, concurrency, before);
      }
      say(
          String.format(
              Locale.ROOT,
              "at %d under way: retrieve-many %.2f x retrieve, medians of %d",
              concurrency,
              medianRate(Workload.RETRIEVE_MANY) / medianRate(Workload.RETRIEVE),
              ROUNDS));
    }
    return good;
  }

  /** With connections of its own, because the leader may be another one than before. */
  private boolean runOnce(
      LocalCluster cluster, Requests requests, Workload workload, int concurrency, double before)
      throws InterruptedException {
    try (ClusterTarget target = target(cluster, requests, workload, Shape.UNARY)) {
      warm = true;
      return run(target, workload, Shape.UNARY, concurrency, before);
    }
  }

  private double medianRate(Workload workload) {
    List<Double> sorted = rates.getOrDefault(workload, List.of()).stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private void makeMany(ClusterTarget target) throws InterruptedException {
    int more = many - made;
    if (more > 0) {
      long start = System.nanoTime();
      target.createManyKeys(made, many);
      made = many;
      double took = (System.nanoTime() - start) / 1e9;
      say(String.format(Locale.ROOT, "made %d keys: %.0f/s", more, more / took));
    }
  }

  /** Retrieves, and again while an erasure moves all keys; then lets it end undisturbed. */
  private boolean whileErasing(LocalCluster cluster, Requests requests)
      throws InterruptedException {
    boolean good = true;
    try (ClusterTarget target = target(cluster, requests, Workload.RETRIEVE_ERASE, Shape.UNARY)) {
      makeMany(target);
      for (int concurrency : concurrencies) {
        good &= run(target, Workload.RETRIEVE, Shape.UNARY, concurrency);
        target.startErasure();
        good &= run(target, Workload.RETRIEVE_ERASE, Shape.UNARY, concurrency, 1);
        Erasures erasures = new Erasures(target);
        say(erasures.untilMoved());
        say(erasures.untilErased());
      }
    }
    return good;
  }

  /** Retrieves with nothing due, and again while all of the keys that are due get rotated. */
  private boolean whileDue(LocalCluster cluster, Requests requests) throws InterruptedException {
    boolean good = true;
    for (int concurrency : concurrencies) {
      try (ClusterTarget target = target(cluster, requests, Workload.RETRIEVE_DUE, Shape.UNARY)) {
        good &= run(target, Workload.RETRIEVE, Shape.UNARY, concurrency);
        long when = System.currentTimeMillis() + DUE_SET_UP.toMillis();
        target.createDueKeys(due, when);
        long left = when - System.currentTimeMillis();
        if (left < 0) {
          say("FAILED: the keys were due before all of them were made");
          return false;
        }
        good &= run(target, Workload.RETRIEVE_DUE, Shape.UNARY, concurrency, left / 1_000.0);
      }
    }
    return good;
  }

  private List<Shape> allShapes() {
    return shapes.stream().map(BenchMain::shape).toList();
  }

  private ClusterTarget target(
      LocalCluster cluster, Requests requests, Workload workload, Shape shape) {
    return new ClusterTarget(
        cluster,
        to.equals("leader") ? ClusterTarget.Nodes.LEADER : ClusterTarget.Nodes.ALL,
        requests,
        versions,
        workload,
        shape);
  }

  private boolean run(Target target, Workload workload, Shape shape, int concurrency)
      throws InterruptedException {
    double before = warm ? warmup / 5 : warmup;
    warm = true;
    return run(target, workload, shape, concurrency, before);
  }

  private boolean run(
      Target target, Workload workload, Shape shape, int concurrency, double secondsBefore)
      throws InterruptedException {
    long recordedBefore = target.recorded();
    Map<String, Long> processes = new LinkedHashMap<>(target.processes());
    processes.put(LOAD, ProcessHandle.current().pid());
    Load load = new Load(target, concurrency);
    load.start();
    var unused = load.measure(secondsBefore);
    Map<String, Double> cpuBefore = Cpu.seconds(processes);
    Load.Measured measured = load.measure(seconds);
    Map<String, Double> cpu = Cpu.seconds(processes);
    cpu.replaceAll(
        (name, used) -> 100 * (used - cpuBefore.getOrDefault(name, 0.0)) / measured.seconds());
    load.stop();
    long audited = recordedBefore < 0 ? -1 : target.recorded() - recordedBefore;
    double perEntry =
        target instanceof ClusterTarget cluster && audited > 0
            ? cluster.recordsPerEntry(recordedBefore + audited / 2)
            : 0;
    Result result =
        new Result(
            workload, shape, concurrency, measured, perEntry, cpu, target, load.answers(), audited);
    rates.computeIfAbsent(workload, w -> new ArrayList<>()).add(result.opsPerSecond());
    print(result);
    return check(result, load, target);
  }

  private boolean check(Result result, Load load, Target target) {
    boolean good = true;
    if (load.failures() > 0) {
      say("FAILED: " + load.failures() + " requests failed: " + target.errors());
      good = false;
    }
    if (result.workload() == Workload.RETRIEVE_ERASE) {
      say("records of the erasure meanwhile: " + (result.audited() - result.answers()));
    } else if (result.workload() == Workload.RETRIEVE_DUE) {
      say("rotated meanwhile: " + (result.audited() - result.answers()) + " of " + due);
    } else if (result.audited() >= 0 && result.audited() != result.answers() + load.failures()) {
      say("FAILED: " + result.answers() + " answers, but " + result.audited() + " audit records");
      good = false;
    }
    return good;
  }

  private void print(Result result) {
    PrintWriter out = spec.commandLine().getOut();
    if (!json && !headerPrinted) {
      out.println(Result.header());
      headerPrinted = true;
    }
    out.println(json ? result.json() : result.row());
    out.flush();
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  private static Shape shape(String name) {
    return Shape.valueOf(name.toUpperCase(java.util.Locale.ROOT));
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
