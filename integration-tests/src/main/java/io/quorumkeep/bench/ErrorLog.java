// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Errors by their text, counted. */
final class ErrorLog {
  private static final int MAX_KINDS = 20;

  private final Map<String, Long> counts = new TreeMap<>();

  synchronized void add(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    if (counts.containsKey(text) || counts.size() < MAX_KINDS) {
      counts.merge(text, 1L, Long::sum);
    }
  }

  synchronized List<String> lines() {
    return counts.entrySet().stream().map(e -> e.getValue() + " x " + e.getKey()).toList();
  }
}
