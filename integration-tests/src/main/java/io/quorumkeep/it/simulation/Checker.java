// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.application.Failure;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.audit.AuditDecision;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.key.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges every record when it is committed, and every answer when it leaves a node. The ids of the
 * promises are those of the project's list: R1 order, R5 definite failures and single effects, A1
 * and A5 records before answers, S1 and S2 rights and revocations.
 */
final class Checker {
  private final Journal journal;
  private final Truth truth;
  private final Ledger ledger = new Ledger();
  private final Map<RequestId, List<AuditRecord>> records = new HashMap<>();
  private final Map<RequestId, Reply.Decided> decided = new HashMap<>();
  private final Set<String> recordedSources = new HashSet<>();
  private final Set<String> refusedSources = new HashSet<>();
  private final Map<String, String> materials = new HashMap<>();
  private final Map<String, String> owners = new HashMap<>();
  private long acknowledged;
  private int answers;
  private int releases;

  Checker(Journal journal, Truth truth) {
    this.journal = journal;
    this.truth = truth;
    truth.listen(this::committed);
  }

  /** The last sequence that anybody was told of. */
  long acknowledged() {
    return acknowledged;
  }

  int answers() {
    return answers;
  }

  int releases() {
    return releases;
  }

  private void committed(AuditRecord record) {
    String expected = ledger.judge(record);
    if (!expected.equals(record.reason())) {
      journal.violated("S1", "record " + record + " should have ended with \"" + expected + "\"");
    }
    List<AuditRecord> ofId = records.computeIfAbsent(record.requestId(), id -> new ArrayList<>(2));
    if (Ledger.isEffect(record) && ofId.stream().anyMatch(Ledger::isEffect)) {
      journal.violated("R5", "request " + record.requestId() + " took effect twice: " + record);
    }
    if (refusedSources.contains(record.source())) {
      journal.violated("R5", "attempt " + record.source() + " failed for good, yet: " + record);
    }
    ofId.add(record);
    recordedSources.add(record.source());
    if (record.decision() == AuditDecision.ALLOWED && expected.isEmpty()) {
      ledger.follow(record);
    }
  }

  /** An answer leaves a node. */
  void answered(SimNode node, Call.Attempt attempt, Reply reply) {
    answers++;
    journal.note(() -> node + " answers " + attempt.source() + ": " + reply);
    if (reply instanceof Reply.Failed failed) {
      failed(attempt, failed.failure());
      return;
    }
    Reply.Decided answer = (Reply.Decided) reply;
    long upTo = truth.sequenceAt(node.facts().appliedIndex());
    AuditRecord record = recordOf(attempt, answer, upTo);
    if (record == null) {
      journal.violated(
          "A1", attempt.source() + " got " + answer + " without a record up to " + upTo);
      return;
    }
    if (record.sequence() <= attempt.since()) {
      journal.violated(
          "R1",
          attempt.source()
              + " began after "
              + attempt.since()
              + " was acknowledged, and got "
              + answer);
    }
    checkRepeated(attempt, answer);
    if (answer.material() != null) {
      checkRelease(attempt, answer, record, upTo);
    } else if (attempt.call().operation() == Operation.GET && answer.key() != null) {
      checkRead(attempt, answer.key(), record, upTo);
    }
    acknowledged = Math.max(acknowledged, record.sequence());
  }

  private void failed(Call.Attempt attempt, Failure failure) {
    if (failure == Failure.MATERIAL_UNREADABLE) {
      journal.violated("R5", attempt.source() + " got material that cannot be opened");
    }
    if (failure.outcomeUnknown()) {
      return;
    }
    refusedSources.add(attempt.source());
    if (recordedSources.contains(attempt.source())) {
      journal.violated("R5", attempt.source() + " took effect and failed with " + failure);
    }
  }

  /** The committed record that an answer rests on, or null if there is none. */
  private @Nullable AuditRecord recordOf(Call.Attempt attempt, Reply.Decided answer, long upTo) {
    String reason = answer.reason() == null ? "" : answer.reason().name();
    for (AuditRecord record : records.getOrDefault(attempt.call().id(), List.of())) {
      boolean right =
          record.sequence() <= upTo
              && (answer.sequence() == 0 || record.sequence() == answer.sequence())
              && (isOutsideLog(answer.reason()) || record.reason().equals(reason));
      // A read is answered by its own record only: it is not remembered.
      if (right
          && (attempt.call().operation() != Operation.GET
              || record.source().equals(attempt.source()))) {
        return record;
      }
    }
    return null;
  }

  /** A read finds out after its barrier that there is no such key. */
  private static boolean isOutsideLog(@Nullable Reason reason) {
    return reason == Reason.KEY_NOT_FOUND || reason == Reason.KEY_VERSION_NOT_FOUND;
  }

  /** The same request again comes to the same. */
  private void checkRepeated(Call.Attempt attempt, Reply.Decided answer) {
    Operation operation = attempt.call().operation();
    if (operation == Operation.GET) {
      return;
    }
    boolean isUse = operation == Operation.RETRIEVE || operation == Operation.RETRIEVE_VERSION;
    if (isUse && answer.material() == null) {
      // A use that is refused now may have been released before.
      return;
    }
    Reply.Decided first = decided.putIfAbsent(attempt.call().id(), answer);
    if (first == null) {
      return;
    }
    boolean same =
        isUse
            ? first.sequence() == answer.sequence()
                && first.version() == answer.version()
                && String.valueOf(first.material()).equals(answer.material())
            : first.equals(answer);
    if (!same) {
      journal.violated("R5", attempt.source() + " got " + answer + " after " + first);
    }
  }

  private void checkRelease(
      Call.Attempt attempt, Reply.Decided answer, AuditRecord record, long upTo) {
    releases++;
    Call call = attempt.call();
    String resource = call.name().key().toString();
    long from = attempt.sinceAttempt();
    boolean byNumber = call.name().version() > 0;
    long timeMs = truth.isCommitted(from) ? truth.record(from).timeMs() : 0;
    if (!ledger.wasReleasable(
        from, upTo, call.principal().uri(), resource, answer.version(), byNumber, timeMs)) {
      journal.violated(
          "S2",
          attempt.source()
              + " began after record "
              + from
              + " and was given version "
              + answer.version()
              + " of "
              + resource
              + " by "
              + answer);
    }
    if (record.decision() != AuditDecision.ALLOWED || record.version() != answer.version()) {
      journal.violated("A1", attempt.source() + " got " + answer + ", recorded is " + record);
    }
    String name = resource + "/" + answer.version();
    String material = String.valueOf(answer.material());
    String known = materials.putIfAbsent(name, material);
    if (known != null && !known.equals(material)) {
      journal.violated("S4", name + " was " + known + " and is " + material);
    }
    String owner = owners.putIfAbsent(material, name);
    if (owner != null && !owner.equals(name)) {
      journal.violated("S8", owner + " and " + name + " have the same material");
    }
  }

  private void checkRead(Call.Attempt attempt, Key key, AuditRecord record, long upTo) {
    if (!ledger.wasSo(
        record.sequence(), upTo, key.name().toString(), key.state().name(), key.currentVersion())) {
      journal.violated("R1", attempt.source() + " read a past " + key);
    }
  }
}
