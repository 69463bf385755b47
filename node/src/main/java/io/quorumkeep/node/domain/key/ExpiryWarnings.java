// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a version's holders are warned that a period of it ends: 30 days, 7 days and one day before,
 * unless that is before it was activated.
 */
public final class ExpiryWarnings {
  private static final List<Integer> DAYS_BEFORE = List.of(30, 7, 1);

  private ExpiryWarnings() {}

  /**
   * One warning.
   *
   * @param at when it is due
   * @param days how many days before the end that is
   */
  record Warning(Instant at, PeriodEnd end, int days) {}

  /** When the next warning is due, or null if all were given. */
  static @Nullable Instant nextOf(KeyVersion version) {
    List<Warning> all = of(version);
    return version.warnings() < all.size() ? all.get(version.warnings()).at() : null;
  }

  /** All warnings for a version in the order of their times; the order is for ever. */
  static List<Warning> of(KeyVersion version) {
    Cryptoperiod period = version.cryptoperiod();
    if (period == null) {
      return List.of();
    }
    List<Warning> warnings = new ArrayList<>(2 * DAYS_BEFORE.size());
    add(warnings, period, period.protectStop(), PeriodEnd.ORIGINATOR_USAGE);
    if (!period.deactivation().equals(period.protectStop())) {
      add(warnings, period, period.deactivation(), PeriodEnd.RECIPIENT_USAGE);
    }
    warnings.sort(Comparator.comparing(Warning::at));
    return warnings;
  }

  private static void add(
      List<Warning> warnings, Cryptoperiod period, Instant end, PeriodEnd which) {
    if (end.equals(Instant.MAX)) {
      return;
    }
    for (int days : DAYS_BEFORE) {
      Instant at = end.minus(Duration.ofDays(days));
      if (at.isAfter(period.activation())) {
        warnings.add(new Warning(at, which, days));
      }
    }
  }
}
