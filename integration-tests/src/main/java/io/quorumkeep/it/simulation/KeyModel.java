// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as the {@link Ledger} sees it.
 *
 * @param versions the first is version 1
 */
record KeyModel(
    String state,
    @Nullable Long originatorMs,
    @Nullable Long recipientMs,
    List<VersionModel> versions) {
  private static final List<String> FROM_STRICTEST =
      List.of("SUSPENDED", "PRE_ACTIVE", "COMPROMISED", "DEACTIVATED", "ACTIVE");

  /** A version, with the periods that its key had when it was activated. */
  record VersionModel(
      String state, long activatedMs, @Nullable Long originatorMs, @Nullable Long recipientMs) {
    VersionModel in(String next) {
      return new VersionModel(next, activatedMs, originatorMs, recipientMs);
    }
  }

  KeyModel {
    versions = List.copyOf(versions);
  }

  KeyModel rotated(long timeMs) {
    List<VersionModel> more = new ArrayList<>(versions);
    more.add(new VersionModel("ACTIVE", timeMs, originatorMs, recipientMs));
    return new KeyModel(state, originatorMs, recipientMs, more);
  }

  KeyModel withPeriods(@Nullable Long originator, @Nullable Long recipient) {
    return new KeyModel(state, originator, recipient, versions);
  }

  KeyModel with(int version, String next) {
    if (version == 0) {
      return new KeyModel(next, originatorMs, recipientMs, versions);
    }
    List<VersionModel> changed = new ArrayList<>(versions);
    changed.set(version - 1, versions.get(version - 1).in(next));
    return new KeyModel(state, originatorMs, recipientMs, changed);
  }

  /** Why the key, or one version of it, cannot become {@code next}; or "". */
  String transition(int version, String next) {
    if (version > versions.size()) {
      return "KEY_VERSION_NOT_FOUND";
    }
    String from = version == 0 ? state : versions.get(version - 1).state();
    boolean notYet = state.equals("PRE_ACTIVE") && (version > 0 || !next.equals("COMPROMISED"));
    List<String> may =
        switch (from) {
          case "PRE_ACTIVE" -> List.of("COMPROMISED");
          case "ACTIVE" -> List.of("SUSPENDED", "DEACTIVATED", "COMPROMISED");
          case "SUSPENDED" -> List.of("ACTIVE", "DEACTIVATED", "COMPROMISED");
          case "DEACTIVATED" -> List.of("ACTIVE", "COMPROMISED");
          default -> List.of();
        };
    return notYet || !may.contains(next) ? "KEY_STATE_FORBIDS" : "";
  }

  /** Why a version is not released at a time, or "". */
  String release(int version, boolean byNumber, boolean compromisedToo, long timeMs) {
    if (version < 1 || version > versions.size()) {
      return "KEY_VERSION_NOT_FOUND";
    }
    VersionModel one = versions.get(version - 1);
    String worst =
        FROM_STRICTEST.stream()
            .filter(each -> each.equals(state) || each.equals(one.state()))
            .findFirst()
            .orElseThrow();
    boolean good =
        worst.equals("ACTIVE")
            || (byNumber && worst.equals("DEACTIVATED"))
            || (byNumber && compromisedToo && worst.equals("COMPROMISED"));
    if (!good) {
      return "KEY_STATE_FORBIDS";
    }
    Long period = byNumber ? one.recipientMs() : one.originatorMs();
    return period != null && timeMs >= one.activatedMs() + period ? "OUTSIDE_CRYPTOPERIOD" : "";
  }
}
