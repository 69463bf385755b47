// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All chance of a run. Whoever draws for a purpose of its own takes dice of its own. */
final class Dice {
  private static final int PERMILLE = 1000;

  private final SplittableRandom random;

  Dice(long seed) {
    this(new SplittableRandom(seed));
  }

  private Dice(SplittableRandom random) {
    this.random = random;
  }

  Dice split() {
    return new Dice(random.split());
  }

  boolean chance(int permille) {
    return random.nextInt(PERMILLE) < permille;
  }

  /** From 0 to {@code bound} - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both ends included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** Both ends included. */
  long between(long least, long most) {
    return least + random.nextLong(most - least + 1);
  }

  long any() {
    return random.nextLong();
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  void fill(byte[] target) {
    random.nextBytes(target);
  }

  /** For code that wants one of the JDK's generators. */
  SplittableRandom generator() {
    return random.split();
  }
}
