// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import java.util.stream.LongStream;

/**
 * The seeds of random tests: some that are always tried, and one of your choice by {@code
 * -Dquorumkeep.seed=…}. Each is an argument of its test, so that a failure names it.
 */
public final class Seeds {
  private static final int FIXED = 8;

  private Seeds() {}

  public static LongStream all() {
    LongStream fixed = LongStream.rangeClosed(1, FIXED);
    Long chosen = Long.getLong("quorumkeep.seed");
    return chosen == null ? fixed : LongStream.concat(fixed, LongStream.of(chosen));
  }
}
