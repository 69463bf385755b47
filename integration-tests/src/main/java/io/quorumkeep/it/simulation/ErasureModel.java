// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.domain.audit.AuditRecord;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Erasures as the {@link Ledger} sees them, from the records of their steps. */
final class ErasureModel {
  private static final Set<String> STEPS =
      Set.of(
          "OFFER_EPOCH",
          "HOLD_EPOCH",
          "TURN_EPOCH",
          "REWRAP_MATERIALS",
          "COMPLETE_REWRAP",
          "ATTEST_ERASURE");
  private static final String START = "FINALIZE_DESTRUCTION";
  private static final String REFUSED = "ERASURE_STEP_REFUSED";
  private static final long DAY_MS = 86_400_000;

  private enum Phase {
    DISTRIBUTING,
    REWRAPPING,
    PURGING
  }

  /** Versions destroyed that no certificate covers, by the epoch at that time. */
  private final NavigableMap<Integer, Integer> destroyed = new TreeMap<>();

  private int epoch = 1;
  private @Nullable Run run;
  private @Nullable Long lastErasedMs;

  /** The erasure under way. */
  private static final class Run {
    final int toEpoch;
    final List<String> members;
    final Set<String> holders = new TreeSet<>();
    final Set<String> attested = new TreeSet<>();
    Phase phase = Phase.DISTRIBUTING;
    @Nullable String offer;

    Run(int toEpoch, List<String> members) {
      this.toEpoch = toEpoch;
      this.members = List.copyOf(members);
    }

    boolean isHeldByMajority() {
      return holders.size() * 2 > members.size();
    }
  }

  /** Whether a record is of a step that nodes take by themselves. */
  static boolean isStep(AuditRecord record) {
    return STEPS.contains(record.operation());
  }

  static boolean isStart(AuditRecord record) {
    return record.operation().equals(START);
  }

  /** Whether a record is of a start that nobody asked for but the calendar. */
  static boolean isScheduledStart(AuditRecord record) {
    return isStart(record) && new Details(record).flag("scheduled", false);
  }

  /** How a step, or a start that was permitted, should have ended. */
  String judge(AuditRecord record) {
    Details details = new Details(record);
    if (isStart(record)) {
      if (run != null) {
        return "ERASURE_RUNNING";
      }
      return details.flag("scheduled", false) && !isDue(record.timeMs()) ? REFUSED : "";
    }
    Run now = run;
    if (now == null || details.number("epoch", 0) != now.toEpoch) {
      return REFUSED;
    }
    return mayTake(now, record, details) ? "" : REFUSED;
  }

  private boolean isDue(long timeMs) {
    return !destroyed.isEmpty() && (lastErasedMs == null || timeMs >= lastErasedMs + DAY_MS);
  }

  private static boolean mayTake(Run run, AuditRecord record, Details details) {
    String member = details.text("member");
    boolean isMember = run.members.contains(member);
    return switch (record.operation()) {
      // Which offer a later one was meant to replace is not on record, so it is believed.
      case "OFFER_EPOCH" ->
          run.phase == Phase.DISTRIBUTING
              && isMember
              && !run.isHeldByMajority()
              && (run.offer == null || record.reason().isEmpty());
      case "HOLD_EPOCH" ->
          isMember
              && details.text("fingerprint").equals(run.offer)
              && !run.holders.contains(member);
      case "TURN_EPOCH" -> run.phase == Phase.DISTRIBUTING && run.isHeldByMajority();
      case "REWRAP_MATERIALS" -> run.phase == Phase.REWRAPPING;
      // What is left to be moved is not on record: the state is looked at instead.
      case "COMPLETE_REWRAP" -> run.phase == Phase.REWRAPPING && record.reason().isEmpty();
      case "ATTEST_ERASURE" ->
          run.phase == Phase.PURGING
              && isMember
              && !run.attested.contains(member)
              && record.reason().isEmpty();
      default -> throw new IllegalStateException("no rule for " + record.operation());
    };
  }

  /** Takes over what an allowed step changed. */
  void follow(AuditRecord record) {
    Details details = new Details(record);
    if (isStart(record)) {
      run = new Run(epoch + 1, List.of(details.text("members").split(",")));
      return;
    }
    Run now = run;
    if (now == null) {
      throw new IllegalStateException("a step of no erasure was allowed: " + record);
    }
    switch (record.operation()) {
      case "OFFER_EPOCH" -> {
        now.offer = details.text("fingerprint");
        now.holders.clear();
      }
      case "HOLD_EPOCH" -> now.holders.add(details.text("member"));
      case "TURN_EPOCH" -> {
        now.phase = Phase.REWRAPPING;
        epoch = now.toEpoch;
      }
      case "COMPLETE_REWRAP" -> now.phase = Phase.PURGING;
      case "ATTEST_ERASURE" -> attested(now, details.text("member"), record.timeMs());
      default -> {}
    }
  }

  private void attested(Run now, String member, long timeMs) {
    now.attested.add(member);
    if (now.attested.containsAll(now.members)) {
      destroyed.headMap(now.toEpoch).clear();
      lastErasedMs = timeMs;
      run = null;
    }
  }

  /** So many versions were destroyed. */
  void destroyed(int versions) {
    if (versions > 0) {
      destroyed.merge(epoch, versions, Integer::sum);
    }
  }
}
