// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what somebody meant to write. */
final class Spelling {
  private Spelling() {}

  /** The candidate that differs least and in {@code most} letters at most, whatever their case. */
  static @Nullable String closest(String word, Collection<String> candidates, int most) {
    String best = null;
    int least = most;
    for (String candidate : candidates) {
      int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance <= least && (best == null || distance < least)) {
        best = candidate;
        least = distance;
      }
    }
    return best;
  }

  /** How many letters are to be inserted, deleted or replaced (Levenshtein). */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
