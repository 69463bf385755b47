// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyFixtures.ALICE;
import static io.quorumkeep.node.domain.key.KeyFixtures.NAME;
import static io.quorumkeep.node.domain.key.KeyFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.key.LifeStep.Op;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * More than a million random commands, each judged by the code and by {@link LifeModel}: the answer
 * is the same to the reason, and afterwards every state, date, count and deadline is. A failure
 * names its seed and all steps.
 */
class LifeModelTest {
  private static final int LIVES = 2_200;
  private static final int STEPS = 60;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorumkeep.node.Seeds#all")
  void givenAnyLife_whenLivedByCodeAndModel_thenTheyAgreeOnAllOfIt(long seed) {
    Random random = new Random(seed);
    Set<String> seen = new TreeSet<>();

    for (int life = 0; life < LIVES; life++) {
      live(random, seen, "seed " + seed + ", life " + life);
    }

    assertThat(seen).containsAll(wanted());
  }

  private static void live(Random random, Set<String> seen, String what) {
    LifeModel model = new LifeModel();
    RandomLife life = new RandomLife(random, model);
    Real real = new Real();
    List<String> steps = new ArrayList<>();
    long now = NOON.toEpochMilli();
    for (int i = 0; i < STEPS; i++) {
      now = life.later(now);
      LifeStep step = life.next(now);
      steps.add(now + " " + step);
      String state = step.version() == 0 ? model.state() : "v " + model.stateOf(step.version());
      seen.add(state + " " + step.op());
      String expected = model.tries(now, step);
      String actual = triedBy(real, now, step, what, steps);
      LifeText text = new LifeText();
      model.describe(text);
      if (!actual.equals(expected)
          || !real.text().equals(text.toString())
          || !real.deadlines().equals(texts(model.deadlines()))) {
        assertThat(actual + "\n" + real.text() + "\n" + real.deadlines())
            .as("%s after %s", what, String.join("\n", steps))
            .isEqualTo(expected + "\n" + text + "\n" + texts(model.deadlines()));
      }
    }
  }

  private static String triedBy(
      Real real, long now, LifeStep step, String what, List<String> steps) {
    try {
      return real.tries(Instant.ofEpochMilli(now), step);
    } catch (RuntimeException e) {
      throw new AssertionError(what + " after " + String.join("\n", steps), e);
    }
  }

  private static Set<String> texts(List<LifeModel.Deadline> all) {
    Set<String> texts = new TreeSet<>();
    all.forEach(deadline -> texts.add(deadline.toString()));
    return texts;
  }

  /** Every state and every command, of the key and of one version. */
  private static List<String> wanted() {
    List<String> pairs = new ArrayList<>();
    List<String> states = new ArrayList<>(List.of(LifeModel.NONE));
    for (KeyState state : KeyState.values()) {
      states.add(state.name());
    }
    Set<Op> ofVersionsOnly =
        Set.of(Op.USE_VERSION, Op.USE_COMPROMISED, Op.DUE_WARN, Op.DUE_DEACTIVATE);
    Set<Op> ofKeysOnly =
        Set.of(
            Op.CREATE, Op.ACTIVATE, Op.ROTATE, Op.UPDATE, Op.USE, Op.DUE_ACTIVATE, Op.DUE_ROTATE);
    for (String state : states) {
      for (Op op : Op.values()) {
        if (!ofVersionsOnly.contains(op)) {
          pairs.add(state + " " + op);
        }
        if (!ofKeysOnly.contains(op)) {
          pairs.add("v " + state + " " + op);
        }
      }
    }
    return pairs;
  }

  /** The code, with what the state machine does around it. */
  private static final class Real {
    private final TreeMap<Integer, KeyVersion> versions = new TreeMap<>();
    private final TreeMap<Integer, Usage> usages = new TreeMap<>();
    private @Nullable Key key;

    String tries(Instant now, LifeStep step) {
      if (step.isUse()) {
        return use(now, step);
      }
      KeyVersion named = versions.get(step.version());
      KeyDecision decision =
          step.isDue()
              ? DueDecider.decide(key, named, step.due(), now)
              : KeyDecider.decide(key, named, step.command(NAME), now, ALICE);
      if (decision instanceof KeyDecision.Rejected rejected) {
        return rejected.rejection().reason().name();
      }
      ((KeyDecision.Accepted) decision).events().forEach(this::fold);
      return LifeModel.OK;
    }

    private String use(Instant now, LifeStep step) {
      boolean byNumber = step.op() != Op.USE;
      int number = byNumber || key == null ? step.version() : key.currentVersion();
      Rejection no =
          ReleaseRules.check(
              key, versions.get(number), byNumber, step.op() == Op.USE_COMPROMISED, now);
      if (no != null) {
        return no.reason().name();
      }
      Key used = Objects.requireNonNull(key);
      Usage usage = usageOf(number);
      Rejection exhausted =
          byNumber ? null : used.attributes().budget().check(usage, step.number(), step.bytes());
      if (exhausted != null) {
        return exhausted.reason().name();
      }
      Usage after = usage.plusOne(now, 1, byNumber ? 0 : step.number(), step.bytes());
      usages.put(number, after);
      KeyDecider.afterUse(used, number, after, now).forEach(this::fold);
      return LifeModel.OK;
    }

    private Usage usageOf(int number) {
      return usages.getOrDefault(number, Usage.NONE);
    }

    private void fold(KeyEvent event) {
      key = KeyEvolution.evolve(key, event);
      if (event.version() > 0) {
        versions.put(
            event.version(), KeyEvolution.evolveVersion(versions.get(event.version()), event));
      }
      for (int number = 1; number <= KeyEvolution.lastVersionChanged(key, event); number++) {
        KeyVersion version = Objects.requireNonNull(versions.get(number));
        if (version.state() != KeyState.DESTROYED) {
          versions.put(number, KeyEvolution.evolveVersion(version, event));
        }
      }
    }

    Set<String> deadlines() {
      Set<String> all = new TreeSet<>();
      Deadline.of(key).forEach(deadline -> all.add(text(deadline)));
      versions
          .values()
          .forEach(
              version -> Deadline.of(NAME, version).forEach(deadline -> all.add(text(deadline))));
      return all;
    }

    private static String text(Deadline deadline) {
      return "DUE_"
          + deadline.kind()
          + " v"
          + deadline.version()
          + " at "
          + deadline.at().toEpochMilli();
    }

    String text() {
      LifeText text = new LifeText();
      if (key != null) {
        text.of(key);
      }
      versions.values().forEach(version -> text.of(version, usageOf(version.number())));
      return text.toString();
    }
  }
}
