// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a run: the faults, the violations, and every step if somebody listens.
 *
 * <p>A violation is noted, not thrown, for production code may catch what is thrown; the run ends
 * after the event in which there was one.
 */
final class Journal {
  private final EventLoop loop;
  private final Set<Fault> enabled;
  private final Dice dice;
  private final @Nullable Consumer<String> trace;
  private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
  private final List<String> violations = new ArrayList<>();
  private boolean healed;

  Journal(EventLoop loop, Set<Fault> enabled, Dice dice, @Nullable Consumer<String> trace) {
    this.loop = loop;
    this.enabled = enabled;
    this.dice = dice;
    this.trace = trace;
  }

  /** Whether a fault happens now, with that chance if it is on. Counted if it does. */
  boolean strikes(Fault fault, int permille) {
    if (healed || !enabled.contains(fault) || !dice.chance(permille)) {
      return false;
    }
    injected(fault);
    return true;
  }

  void injected(Fault fault) {
    injected.merge(fault, 1, Integer::sum);
    note(() -> "fault " + fault);
  }

  boolean isEnabled(Fault fault) {
    return !healed && enabled.contains(fault);
  }

  /** No fault strikes any more. */
  void heal() {
    healed = true;
    note(() -> "healed");
  }

  boolean isHealed() {
    return healed;
  }

  void note(Supplier<String> what) {
    if (trace != null) {
      trace.accept(String.format(Locale.ROOT, "%14.6f ms  %s", loop.nowNanos() / 1e6, what.get()));
    }
  }

  /**
   * Something that must hold did not.
   *
   * @param promise its id in the list of promises
   */
  void violated(String promise, String what) {
    violations.add(promise + ": " + what);
    note(() -> "VIOLATION " + promise + ": " + what);
  }

  boolean isClean() {
    return violations.isEmpty();
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  Map<Fault, Integer> injected() {
    return injected;
  }
}
