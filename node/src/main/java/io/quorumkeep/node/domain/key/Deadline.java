// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.KeyName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to happen to a key by itself. Each follows from the state alone, so the index
 * of them can be made again from it.
 *
 * @param at log time
 * @param version 0 for the key as a whole
 */
public record Deadline(DueKind kind, Instant at, KeyName key, int version) {
  /** Those of the key as a whole. */
  public static List<Deadline> of(@Nullable Key key) {
    if (key == null || key.state() == KeyState.DESTROYED) {
      return List.of();
    }
    List<Deadline> deadlines = new ArrayList<>(2);
    KeySchedule schedule = key.schedule();
    if (schedule.destruction() != null) {
      deadlines.add(new Deadline(DueKind.DESTROY, schedule.destruction(), key.name(), 0));
      return deadlines;
    }
    if (key.state() == KeyState.PRE_ACTIVE && schedule.activation() != null) {
      deadlines.add(new Deadline(DueKind.ACTIVATE, schedule.activation(), key.name(), 0));
    }
    if (key.state() == KeyState.ACTIVE && schedule.rotation() != null) {
      deadlines.add(new Deadline(DueKind.ROTATE, schedule.rotation(), key.name(), 0));
    }
    return deadlines;
  }

  /** Those of one version. The end of its period is not looked for before the last warning. */
  public static List<Deadline> of(KeyName key, @Nullable KeyVersion version) {
    if (version == null || version.state() == KeyState.DESTROYED) {
      return List.of();
    }
    List<Deadline> deadlines = new ArrayList<>(2);
    if (version.destruction() != null) {
      deadlines.add(new Deadline(DueKind.DESTROY, version.destruction(), key, version.number()));
    }
    Cryptoperiod period = version.cryptoperiod();
    if (period != null && isInUse(version.state())) {
      Instant warning = ExpiryWarnings.nextOf(version);
      if (warning != null) {
        deadlines.add(new Deadline(DueKind.WARN, warning, key, version.number()));
      } else if (!period.deactivation().equals(Instant.MAX)) {
        deadlines.add(
            new Deadline(DueKind.DEACTIVATE, period.deactivation(), key, version.number()));
      }
    }
    return deadlines;
  }

  static boolean isInUse(KeyState state) {
    return state == KeyState.ACTIVE || state == KeyState.SUSPENDED;
  }
}
