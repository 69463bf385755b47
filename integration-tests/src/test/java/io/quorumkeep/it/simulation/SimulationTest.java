// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 600);
  private static final int SEEDS_TO_FIND_A_BUG = 200;
  private static final List<String> LIFE =
      List.of(
          "ACTIVATE_KEY",
          "ACTIVATE_KEY by itself",
          "APPROVE_PROPOSAL",
          "APPROVE_PROPOSAL ALREADY_APPROVED",
          "APPROVE_PROPOSAL SELF_APPROVAL",
          "ARCHIVE_KEY",
          "ARCHIVE_KEY by itself",
          "ATTEST_ERASURE",
          "CANCEL_DESTRUCTION",
          "CREATE_KEY",
          "CREATE_KEY ALGORITHM_FORBIDDEN",
          "CREATE_KEY STRENGTH_TOO_LOW",
          "DESTROY_KEY",
          "DESTROY_KEY APPROVALS_MISSING",
          "DESTROY_KEY APPROVAL_REQUIRED",
          "DESTROY_KEY CURRENT_VERSION",
          "DESTROY_KEY PROPOSAL_CLOSED",
          "DESTROY_KEY PROPOSAL_EXPIRED",
          "DESTROY_KEY PROPOSAL_MISMATCH",
          "DESTROY_KEY by itself",
          "EXPORT_ARCHIVE",
          "FINALIZE_DESTRUCTION",
          "FINALIZE_DESTRUCTION ERASURE_RUNNING",
          "FINALIZE_DESTRUCTION by itself",
          "REACTIVATE_KEY",
          "REACTIVATE_KEY OUTSIDE_CRYPTOPERIOD",
          "RECOVER_KEY",
          "RECOVER_KEY APPROVALS_MISSING",
          "RECOVER_KEY APPROVAL_REQUIRED",
          "RECOVER_KEY RECOVERY_MISMATCH",
          "RETRIEVE_KEY",
          "RETRIEVE_KEY DESTRUCTION_SCHEDULED",
          "RETRIEVE_KEY KEY_NOT_EXPORTABLE",
          "RETRIEVE_KEY OUTSIDE_CRYPTOPERIOD",
          "RETRIEVE_KEY USAGE_BUDGET_EXHAUSTED",
          "REVOKE_KEY by itself",
          "ROTATE_KEY by itself",
          "SCHEDULE_DESTRUCTION",
          "SET_NAMESPACE_POLICY",
          "SET_NAMESPACE_POLICY APPROVAL_REQUIRED",
          "UPDATE_KEY",
          "WARN_OF_EXPIRY by itself");
  private static final int SEEDS_TWICE = 20;
  private static final int LEAST_OPERATIONS = 300;
  private static final int LEAST_FAULTS = 5;

  @BeforeAll
  static void silence() {
    SimulationMain.silence();
  }

  @Test
  void givenManySeeds_whenEverythingGoesWrong_thenEveryPromiseHolds() {
    List<String> violations = new ArrayList<>();
    Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    Set<String> recorded = new TreeSet<>();
    for (Simulation.Result result : runAll(SEEDS)) {
      long seed = result.seed();
      recorded.addAll(result.recorded().keySet());
      for (String violation : result.violations()) {
        violations.add("seed " + seed + ": " + violation);
      }
      result.faults().forEach((fault, count) -> faults.merge(fault, count, Integer::sum));
      assertThat(result.operations()).as("seed %s", seed).isGreaterThanOrEqualTo(LEAST_OPERATIONS);
      assertThat(result.faults().values().stream().mapToInt(Integer::intValue).sum())
          .as("seed %s", seed)
          .isGreaterThanOrEqualTo(LEAST_FAULTS);
    }

    assertThat(violations).isEmpty();
    assertThat(faults).as("every kind of fault strikes").containsOnlyKeys(Fault.values());
    assertThat(recorded).as("what the life of a key is made of").containsAll(LIFE);
  }

  /** Seeds are independent, so they run beside each other; the results are in their order. */
  private static List<Simulation.Result> runAll(long seeds) {
    return LongStream.rangeClosed(1, seeds)
        .parallel()
        .mapToObj(seed -> Simulation.run(seed, null))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void givenBugInTheWiring_whenSimulated_thenFound(SeededBug bug) {
    long seed = 0;
    List<String> violations = List.of();
    while (violations.isEmpty() && seed < SEEDS_TO_FIND_A_BUG) {
      violations = Simulation.run(++seed, bug, null).violations();
    }

    assertThat(violations).as("%s within %s seeds", bug, SEEDS_TO_FIND_A_BUG).isNotEmpty();
  }

  @Test
  void givenSeed_whenRunAgainHereAndElsewhere_thenEveryStepIsTheSame(@TempDir Path directory)
      throws IOException, InterruptedException {
    List<String> here = new ArrayList<>();
    List<String> again = new ArrayList<>();
    for (long seed = 1; seed <= SEEDS_TWICE; seed++) {
      here.add(traceDigest(seed));
    }
    again.addAll(
        LongStream.rangeClosed(1, SEEDS_TWICE)
            .parallel()
            .mapToObj(SimulationTest::traceDigest)
            .toList());
    Path elsewhere = directory.resolve("trace");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SimulationMain.class.getName(),
                "--seed",
                "7",
                "--trace")
            .redirectOutput(elsewhere.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    List<String> lines = Files.readAllLines(elsewhere);

    assertThat(again).isEqualTo(here);
    assertThat(here).doesNotHaveDuplicates();
    assertThat(lines.subList(0, lines.size() - 1)).isEqualTo(trace(7));
    assertThat(lines.get(lines.size() - 1)).startsWith("seeds 1, ");
  }

  private static List<String> trace(long seed) {
    List<String> lines = new ArrayList<>();
    var unused = Simulation.run(seed, lines::add);
    return lines;
  }

  private static String traceDigest(long seed) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      trace(seed).forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
