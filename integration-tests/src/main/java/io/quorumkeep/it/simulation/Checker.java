// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.application.Failure;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.audit.AuditDecision;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.key.Deadline;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges every record when it is committed, and every answer when it leaves a node. The ids of the
 * promises are those of the project's list: R1 order, R5 definite failures and single effects, A1
 * and A5 records before answers, S1 and S2 rights and revocations.
 */
final class Checker {
  /** The source in records of what happens by itself. */
  static final String DUE_SOURCE = "due";

  private final Journal journal;
  private final Truth truth;
  private final Ledger ledger = new Ledger();
  private final EpochChecks epochs;
  private final Map<RequestId, List<AuditRecord>> records = new HashMap<>();
  private final Map<RequestId, Reply.Decided> decided = new HashMap<>();
  private final Set<String> recordedSources = new HashSet<>();
  private final Set<String> refusedSources = new HashSet<>();
  private final Map<String, String> materials = new HashMap<>();
  private final Map<String, String> owners = new HashMap<>();
  private final Map<String, Integer> recorded = new TreeMap<>();
  private final Map<String, Call> sent = new HashMap<>();
  private final Set<RequestId> counted = new HashSet<>();
  private final Map<String, Long> acknowledgedUses = new HashMap<>();
  private long acknowledged;
  private int answers;
  private int releases;

  Checker(Journal journal, Truth truth) {
    this.journal = journal;
    this.truth = truth;
    truth.listen(this::committed);
    truth.examine(this::compareState);
    this.epochs = new EpochChecks(journal, truth);
  }

  void join(List<SimNode> nodes) {
    epochs.join(nodes);
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

  /** The versions, by the records so far, of which something is true. */
  List<KeyVersionName> versions(Predicate<VersionModel> wanted) {
    List<KeyVersionName> found = new ArrayList<>();
    ledger
        .keysNow()
        .forEach(
            (resource, key) -> {
              for (int number = 1; number <= key.current(); number++) {
                if (wanted.test(key.version(number))) {
                  found.add(new KeyVersionName(KeyName.parse(resource), number));
                }
              }
            });
    return found;
  }

  /** An attempt is on its way. */
  void sent(Call.Attempt attempt) {
    sent.put(attempt.source(), attempt.call());
  }

  private void committed(AuditRecord record) {
    checkOrigin(record);
    count(record);
    String expected = ledger.judge(record);
    if (!expected.equals(record.reason())) {
      journal.violated("S1", "record " + record + " should have ended with \"" + expected + "\"");
    }
    List<AuditRecord> ofId = records.computeIfAbsent(record.requestId(), id -> new ArrayList<>(2));
    if (Ledger.isEffect(record) && ofId.stream().anyMatch(Ledger::isEffect)) {
      journal.violated("R5", "request " + record.requestId() + " took effect twice: " + record);
    }
    boolean image = Ledger.isImageForRevocation(record);
    if (refusedSources.contains(record.source()) && !image) {
      journal.violated("R5", "attempt " + record.source() + " failed for good, yet: " + record);
    }
    ofId.add(record);
    // Images that were made for a deactivation stay though that came to nothing.
    if (!image) {
      recordedSources.add(record.source());
    }
    if (record.decision() == AuditDecision.ALLOWED && expected.isEmpty()) {
      ledger.follow(record);
      epochs.follow(record);
    }
  }

  private void count(AuditRecord record) {
    boolean due = Ledger.isDue(record) || ErasureModel.isScheduledStart(record);
    String how = record.reason().isEmpty() ? (due ? " by itself" : "") : " " + record.reason();
    recorded.merge(record.operation() + how, 1, Integer::sum);
  }

  /** How many records there are of each operation, by how it ended. */
  Map<String, Integer> recorded() {
    return recorded;
  }

  /** A record names who asked and what for, or the node that saw to what was due. */
  private void checkOrigin(AuditRecord record) {
    Details details = new Details(record);
    Call call = sent.get(record.source());
    if (call == null) {
      boolean known =
          record.operation().equals("BOOTSTRAP")
              || (record.source().equals(DUE_SOURCE) && Ledger.isDue(record))
              || isByNode(record);
      if (!known) {
        journal.violated("A1", "nobody asked for what is recorded: " + record);
      }
      return;
    }
    boolean right =
        record.principal().equals(call.principal().uri())
            && (record.requestId().equals(call.id())
                || (call.operation() == Operation.REVOKE && Ledger.isImageForRevocation(record)))
            && !Ledger.isDue(record)
            && !isByNode(record)
            && (call.uses() == 0
                || (details.number("operations", 1) == call.uses()
                    && details.number("bytes", 0) == call.bytes()));
    if (!right) {
      journal.violated("A1", "another request was made than is recorded: " + record);
    }
  }

  /** Whether a record is of what nodes do for an erasure. */
  private static boolean isByNode(AuditRecord record) {
    boolean step = ErasureModel.isStep(record) || ErasureModel.isScheduledStart(record);
    return step && record.source().isEmpty() && record.principal().startsWith(Simulation.NODES);
  }

  /**
   * Compares the state with what the records say: each key and version, the counted operations, the
   * material, which goes with destruction and not before, and the index of deadlines.
   */
  void compareState() {
    epochs.check();
    Set<String> due = new TreeSet<>();
    ledger
        .keysNow()
        .forEach(
            (resource, model) -> {
              compareKey(KeyName.parse(resource), model);
              model.deadlines().forEach(each -> due.add(resource + " " + each));
            });
    Set<String> indexed = new TreeSet<>();
    for (Deadline each : truth.state().dueAt(Instant.MAX, null, Integer.MAX_VALUE)) {
      indexed.add(
          each.key()
              + " "
              + new VersionModel.Due(
                  each.kind().operation(), each.at().toEpochMilli(), each.version()));
    }
    if (!indexed.equals(due)) {
      journal.violated("R8", "due is " + due + ", and the index has " + indexed);
    }
  }

  private void compareKey(KeyName name, KeyModel model) {
    Key key = truth.state().key(name);
    if (key == null
        || !key.state().name().equals(model.state())
        || key.currentVersion() != model.current()
        || !key.attributes().owner().equals(model.terms().owner())
        || key.attributes().mirrored() != model.terms().mirrored()
        || key.attributes().deletable() != model.terms().deletable()
        || key.attributes().exportable() != model.terms().exportable()
        || truth.state().version(name, model.current() + 1) != null) {
      journal.violated("S1", name + " is " + key + ", and by the records " + model);
      return;
    }
    for (int number = 1; number <= model.current(); number++) {
      VersionModel version = model.version(number);
      KeyVersion row = truth.state().version(name, number);
      if (row == null
          || !row.state().name().equals(version.state())
          || (row.material() == null) != version.isDestroyed()
          || (row.archive() != null) != (version.archived() != null)
          || (truth.store().get(Table.IMAGES, RowKeys.version(name, number)) != null)
              != (version.archived() != null)
          || truth.state().usage(name, number).operations() != version.used()
          || truth.state().usage(name, number).bytes() != version.usedBytes()) {
        journal.violated(
            "S1", name + " version " + number + " is " + row + ", and by the records " + version);
      }
    }
  }

  /** Every node opens all material that lives, and finds in it what was released before. */
  void checkMaterials(List<SimNode> nodes) {
    ledger.keysNow().keySet().stream()
        .map(resource -> truth.state().key(KeyName.parse(resource)))
        .filter(Objects::nonNull)
        .forEach(
            key -> {
              for (int number = 1; number <= key.currentVersion(); number++) {
                KeyVersion version = truth.state().version(key.name(), number);
                WrappedMaterial material = version == null ? null : version.material();
                if (version != null && material != null) {
                  nodes.forEach(node -> checkMaterial(node, key, version, material));
                }
              }
            });
  }

  private void checkMaterial(SimNode node, Key key, KeyVersion version, WrappedMaterial material) {
    String name = key.name() + "/" + version.number();
    String found = String.valueOf(node.open(key, version, material));
    if (found.equals("null") || !materials.getOrDefault(name, found).equals(found)) {
      journal.violated("S4", node + " opens " + name + " and finds " + found);
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
    if (failure == Failure.MATERIAL_UNREADABLE && attempt.call().operation().isUse()) {
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
          && (!attempt.call().operation().isRead() || record.source().equals(attempt.source()))) {
        return record;
      }
    }
    return null;
  }

  /** A read finds out after its barrier that there is no such key. */
  private static boolean isOutsideLog(@Nullable Reason reason) {
    return reason == Reason.KEY_NOT_FOUND
        || reason == Reason.KEY_VERSION_NOT_FOUND
        || reason == Reason.IMAGE_NOT_FOUND;
  }

  /** The same request again comes to the same. */
  private void checkRepeated(Call.Attempt attempt, Reply.Decided answer) {
    Operation operation = attempt.call().operation();
    if (operation.isRead()) {
      return;
    }
    boolean isUse = operation.isUse();
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
    checkBudget(call, resource, answer.version());
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

  /** What was acknowledged was counted before; what is counted is within the budget. */
  private void checkBudget(Call call, String resource, int version) {
    String name = resource + "/" + version;
    if (call.uses() > 0 && counted.add(call.id())) {
      long sum = acknowledgedUses.merge(name, call.uses(), Long::sum);
      // Another node may have acknowledged what this one has not applied yet.
      KeyModel key = ledger.keyAt(truth.lastSequence(), resource);
      if (key == null || sum > key.version(version).used()) {
        journal.violated("S1", sum + " operations of " + name + " were allowed to callers: " + key);
      }
    }
  }

  private void checkRead(Call.Attempt attempt, Key key, AuditRecord record, long upTo) {
    if (!ledger.wasSo(
        record.sequence(), upTo, key.name().toString(), key.state().name(), key.currentVersion())) {
      journal.violated("R1", attempt.source() + " read a past " + key);
    }
  }
}
