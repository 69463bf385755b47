// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version as the {@link Ledger} sees it, with the periods that its key had when it was activated.
 *
 * @param activatedMs null if it never was
 * @param stopMs end of the originator-usage period; null for never
 * @param endMs end of the recipient-usage period; null for never
 * @param destructionMs when it is to be destroyed; null for never
 * @param warned how many warnings of the end of a period were given or passed over
 * @param used protecting operations
 * @param usedBytes bytes protected
 * @param archived the commitment of its image in the archive; null if there is none
 * @param compromised whether it ever was
 */
record VersionModel(
    String state,
    @Nullable Long activatedMs,
    @Nullable Long stopMs,
    @Nullable Long endMs,
    @Nullable Long destructionMs,
    int warned,
    long used,
    long usedBytes,
    @Nullable String archived,
    boolean compromised) {
  private static final long DAY_MS = 86_400_000;

  static VersionModel waiting() {
    return new VersionModel("PRE_ACTIVE", null, null, null, null, 0, 0, 0, null, false);
  }

  VersionModel activated(long timeMs, KeyTerms terms) {
    Long stop = terms.originatorMs();
    Long end = terms.recipientMs();
    return new VersionModel(
        "ACTIVE",
        timeMs,
        stop == null ? null : (Long) (timeMs + stop),
        end == null ? null : (Long) (timeMs + end),
        destructionMs,
        warned,
        used,
        usedBytes,
        archived,
        compromised);
  }

  VersionModel in(String next) {
    return with(next, destructionMs, warned, archived);
  }

  VersionModel planned(@Nullable Long atMs) {
    return with(state, atMs, warned, archived);
  }

  VersionModel destroyed() {
    return with("DESTROYED", null, warned, archived);
  }

  /** With an image of that commitment, or without one. */
  VersionModel archived(@Nullable String commitment) {
    return with(state, destructionMs, warned, commitment);
  }

  VersionModel recovered() {
    return with(compromised ? "COMPROMISED" : "DEACTIVATED", null, warned, archived);
  }

  VersionModel used(long operations, long bytes) {
    return new VersionModel(
        state,
        activatedMs,
        stopMs,
        endMs,
        destructionMs,
        warned,
        used + operations,
        usedBytes + bytes,
        archived,
        compromised);
  }

  /** All warnings that are due at a time are given at once. */
  VersionModel warnedAt(long timeMs) {
    int given = (int) warnings().stream().filter(at -> at <= timeMs).count();
    return with(state, destructionMs, given, archived);
  }

  private VersionModel with(
      String next, @Nullable Long destruction, int given, @Nullable String commitment) {
    return new VersionModel(
        next,
        activatedMs,
        stopMs,
        endMs,
        destruction,
        given,
        used,
        usedBytes,
        commitment,
        compromised || next.equals("COMPROMISED"));
  }

  boolean isDestroyed() {
    return state.equals("DESTROYED");
  }

  /** 30 days, 7 days and one day before the end of each period that the version has. */
  private List<Long> warnings() {
    List<Long> all = new ArrayList<>();
    if (activatedMs == null) {
      return all;
    }
    List<Long> ends = new ArrayList<>();
    if (stopMs != null) {
      ends.add(stopMs);
    }
    if (endMs != null && !endMs.equals(stopMs)) {
      ends.add(endMs);
    }
    for (Long end : ends) {
      for (long days : List.of(30L, 7L, 1L)) {
        if (end - days * DAY_MS > activatedMs) {
          all.add(end - days * DAY_MS);
        }
      }
    }
    Collections.sort(all);
    return all;
  }

  List<Due> deadlines(int number) {
    List<Due> deadlines = new ArrayList<>();
    if (isDestroyed()) {
      return deadlines;
    }
    if (destructionMs != null) {
      deadlines.add(new Due("DESTROY_KEY", destructionMs, number));
    }
    if (state.equals("ACTIVE") || state.equals("SUSPENDED")) {
      List<Long> warnings = warnings();
      if (warned < warnings.size()) {
        deadlines.add(new Due("WARN_OF_EXPIRY", warnings.get(warned), number));
      } else if (endMs != null) {
        deadlines.add(new Due("REVOKE_KEY", endMs, number));
      }
    }
    return deadlines;
  }

  /**
   * Something that is to happen by itself.
   *
   * @param operation as the audit record will have it
   * @param version 0 for the key
   */
  record Due(String operation, long atMs, int version) {}
}
