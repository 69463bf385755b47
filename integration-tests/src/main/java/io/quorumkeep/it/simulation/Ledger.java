// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.audit.AuditDecision;
import io.quorumkeep.node.domain.audit.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A second opinion: keys, grants, proposals, policies and erasures made from the audit records
 * alone, by rules written down once more and without a thought for speed. It says how each request
 * should have ended, and remembers how everything was after each record.
 */
final class Ledger {
  private final Map<String, NavigableMap<Long, KeyModel>> keys = new TreeMap<>();
  private final AuthorityModel authority = new AuthorityModel();
  private final ErasureModel erasure = new ErasureModel();

  /** How exports that named a proposal ended: the same request again ends the same. */
  private final Map<RequestId, String> exports = new HashMap<>();

  private long consumingExport;

  /** How a request that left this record should have ended: a reason, or "" if allowed. */
  String judge(AuditRecord record) {
    if (record.operation().equals("BOOTSTRAP")) {
      return "";
    }
    if (ErasureModel.isStep(record) || ErasureModel.isScheduledStart(record)) {
      return erasure.judge(record);
    }
    if (isDue(record)) {
      return due(record);
    }
    boolean may = authority.mayAsk(record);
    if (record.operation().equals("EXPORT_ARCHIVE")) {
      return export(record, may);
    }
    return may ? judgePermitted(record) : "PERMISSION_DENIED";
  }

  private String judgePermitted(AuditRecord record) {
    return switch (record.operation()) {
      case "CREATE_GRANT",
          "REVOKE_GRANT",
          "SET_NAMESPACE_POLICY",
          "CREATE_PROPOSAL",
          "APPROVE_PROPOSAL" ->
          authority.judge(record);
      case "GET_KEY" -> "";
      case "FINALIZE_DESTRUCTION" -> erasure.judge(record);
      case "RETRIEVE_KEY", "RETRIEVE_KEY_VERSION" -> use(record, new Details(record));
      case "CREATE_KEY" -> firstOf(authority.refusalOfAlgorithm(record), changeOf(record));
      case "DESTROY_KEY", "RECOVER_KEY" -> firstOf(authority.clearance(record), changeOf(record));
      default -> changeOf(record);
    };
  }

  private static String firstOf(String one, String other) {
    return one.isEmpty() ? other : one;
  }

  private String changeOf(AuditRecord record) {
    return change(record, keyAt(record.sequence(), record.resource()));
  }

  /** An image that is not there uses no proposal up, and a second attempt needs no other. */
  private String export(AuditRecord record, boolean may) {
    boolean named = new Details(record).has("proposal");
    String before = named ? exports.get(record.requestId()) : null;
    String reason =
        !may ? "PERMISSION_DENIED" : before == null ? authority.clearance(record) : before;
    if (named && before == null) {
      exports.put(record.requestId(), reason);
      KeyModel key = keyAt(record.sequence(), record.resource());
      if (key != null && key.hasImage(record.version())) {
        consumingExport = record.sequence();
      }
    }
    return reason;
  }

  /** Whether something happened to a key by itself. */
  static boolean isDue(AuditRecord record) {
    return !ErasureModel.isStart(record) && new Details(record).has("scheduled");
  }

  /** Whether a record is of an image that a deactivation needs first. */
  static boolean isImageForRevocation(AuditRecord record) {
    return record.operation().equals("ARCHIVE_KEY")
        && new Details(record).flag("for_revocation", false);
  }

  /** Whatever happens by itself must be due by the time of the log, and happens once. */
  private String due(AuditRecord record) {
    KeyModel key = keyAt(record.sequence(), record.resource());
    if (key == null) {
      return "KEY_NOT_FOUND";
    }
    String operation = record.operation();
    // A destruction whose day has come is given up if the key is not deletable any more, and a
    // version that is to be deactivated may need its image first.
    boolean givenUp = operation.equals("CANCEL_DESTRUCTION");
    boolean image = operation.equals("ARCHIVE_KEY");
    String kind = givenUp ? "DESTROY_KEY" : image ? "REVOKE_KEY" : operation;
    boolean ofKey = operation.equals("ACTIVATE_KEY") || operation.equals("ROTATE_KEY");
    int version = ofKey ? 0 : record.version();
    boolean isDue =
        key.deadlines().stream()
            .anyMatch(
                due ->
                    due.operation().equals(kind)
                        && due.version() == version
                        && due.atMs() <= record.timeMs());
    if (!isDue) {
      return "NOT_DUE";
    }
    if (kind.equals("REVOKE_KEY")) {
      return key.lacksImage(version) == image ? "" : image ? "it has one" : "there is no image";
    }
    if (kind.equals("DESTROY_KEY") && givenUp == key.terms().deletable()) {
      return givenUp ? "the key is deletable" : "KEY_NOT_DELETABLE";
    }
    if (operation.equals("DESTROY_KEY") && version == key.current()) {
      return "CURRENT_VERSION";
    }
    return isNextVersion(record, key) ? "" : "the version is not the next one";
  }

  /** Versions have no gaps, and no number is given twice. */
  private static boolean isNextVersion(AuditRecord record, KeyModel key) {
    return !record.operation().equals("ROTATE_KEY")
        || record.decision() != AuditDecision.ALLOWED
        || record.version() == key.current() + 1;
  }

  private String use(AuditRecord record, Details details) {
    boolean byNumber = record.operation().equals("RETRIEVE_KEY_VERSION");
    String refusal =
        release(
            record.sequence(),
            record.principal(),
            record.resource(),
            record.version(),
            byNumber,
            record.timeMs());
    KeyModel key = keyAt(record.sequence(), record.resource());
    if (!refusal.isEmpty() || byNumber || key == null) {
      return refusal;
    }
    if (record.version() != key.current()) {
      return "the version is not the current one";
    }
    VersionModel version = key.version(record.version());
    long operations = details.number("operations", 1);
    return key.terms().wouldExceedBudget(version, operations, details.number("bytes", 0))
        ? "USAGE_BUDGET_EXHAUSTED"
        : "";
  }

  private static String change(AuditRecord record, @Nullable KeyModel key) {
    if (record.operation().equals("CREATE_KEY")) {
      return key == null ? "" : "KEY_ALREADY_EXISTS";
    }
    if (key == null) {
      return "KEY_NOT_FOUND";
    }
    int version = record.version();
    return switch (record.operation()) {
      case "ACTIVATE_KEY" -> awake(key, "PRE_ACTIVE");
      case "ROTATE_KEY" ->
          isNextVersion(record, key) ? awake(key, "ACTIVE") : "the version is not the next one";
      case "SUSPEND_KEY" -> key.transition(version, "SUSPENDED");
      case "REACTIVATE_KEY" -> key.reactivation(version, record.timeMs());
      case "REVOKE_KEY" -> {
        String state = revokedState(new Details(record));
        String refusal = key.transition(version, state);
        yield refusal.isEmpty() && state.equals("DEACTIVATED") && key.lacksImage(version)
            ? "ARCHIVE_IMAGE_REQUIRED"
            : refusal;
      }
      case "UPDATE_KEY" -> key.update(new Details(record).has("activate_time"));
      case "SCHEDULE_DESTRUCTION" -> {
        String refusal = key.destruction(version);
        yield refusal.isEmpty() && key.isDestructionPlanned(version)
            ? "DESTRUCTION_SCHEDULED"
            : refusal;
      }
      case "CANCEL_DESTRUCTION" ->
          version > key.current()
              ? "KEY_VERSION_NOT_FOUND"
              : key.isDestructionPlanned(version) ? "" : "DESTRUCTION_NOT_SCHEDULED";
      case "DESTROY_KEY" ->
          isAboutImage(record) ? key.imageRemoval(version) : key.destruction(version);
      case "ARCHIVE_KEY" -> key.archiving(version);
      case "RECOVER_KEY" -> key.recovery(version, new Details(record).text("commitment"));
      default -> "no rule for " + record.operation();
    };
  }

  private static String awake(KeyModel key, String state) {
    if (!key.state().equals(state)) {
      return "KEY_STATE_FORBIDS";
    }
    return key.isDestructionPlanned(0) ? "DESTRUCTION_SCHEDULED" : "";
  }

  /** Whether it is only the image that is destroyed. */
  private static boolean isAboutImage(AuditRecord record) {
    return new Details(record).text("what").equals("image");
  }

  /** Takes over what an allowed request changed. */
  void follow(AuditRecord record) {
    Details details = new Details(record);
    if (ErasureModel.isStep(record) || ErasureModel.isStart(record)) {
      erasure.follow(record);
      return;
    }
    switch (record.operation()) {
      case "BOOTSTRAP",
          "CREATE_GRANT",
          "REVOKE_GRANT",
          "SET_NAMESPACE_POLICY",
          "CREATE_PROPOSAL",
          "APPROVE_PROPOSAL" ->
          authority.follow(record);
      case "CREATE_KEY" -> putKey(record, created(record, details));
      case "GET_KEY" -> {}
      case "EXPORT_ARCHIVE" -> {
        if (consumingExport != record.sequence()) {
          return;
        }
      }
      default -> {
        KeyModel before = require(keyAt(record.sequence(), record.resource()));
        KeyModel after = changed(record, details, before);
        erasure.destroyed(after.destroyedVersions() - before.destroyedVersions());
        putKey(record, after);
      }
    }
    authority.carriedOut(record);
  }

  private static KeyModel changed(AuditRecord record, Details details, KeyModel key) {
    int version = record.version();
    long timeMs = record.timeMs();
    boolean due = isDue(record);
    return switch (record.operation()) {
      case "ACTIVATE_KEY" -> key.activated(timeMs);
      case "ROTATE_KEY" -> key.rotated(timeMs);
      case "SUSPEND_KEY" -> key.with(version, "SUSPENDED");
      case "REACTIVATE_KEY" -> key.with(version, "ACTIVE");
      case "REVOKE_KEY" -> key.with(version, due ? "DEACTIVATED" : revokedState(details));
      case "UPDATE_KEY" -> {
        KeyModel after = key.updated(key.terms().edited(details), timeMs);
        yield details.has("activate_time")
            ? after.activationMoved(details.text("activate_time"), timeMs)
            : after;
      }
      case "SCHEDULE_DESTRUCTION" ->
          key.planned(version, timeMs + Duration.parse(details.text("after")).toMillis());
      case "CANCEL_DESTRUCTION" -> key.planned(version, null);
      case "DESTROY_KEY" ->
          isAboutImage(record) ? key.archived(version, null) : key.destroyed(version);
      case "ARCHIVE_KEY" -> key.archived(version, details.text("commitment"));
      case "RECOVER_KEY" -> key.recovered(version);
      case "WARN_OF_EXPIRY" -> key.warned(version, timeMs);
      case "RETRIEVE_KEY" ->
          key.used(version, details.number("operations", 1), details.number("bytes", 0), timeMs);
      case "RETRIEVE_KEY_VERSION" -> key.used(version, 0, 0, timeMs);
      default -> throw new IllegalStateException("no rule for " + record.operation());
    };
  }

  private static KeyModel require(@Nullable KeyModel key) {
    if (key == null) {
      throw new IllegalStateException("a change of no key was allowed");
    }
    return key;
  }

  private static KeyModel created(AuditRecord record, Details details) {
    KeyTerms terms = KeyTerms.USUAL.edited(details);
    String time = details.text("activate_time");
    long atMs = time.isEmpty() ? 0 : Instant.parse(time).toEpochMilli();
    if (atMs > record.timeMs()) {
      return KeyModel.waiting(terms, atMs);
    }
    KeyModel waiting = KeyModel.waiting(terms, null);
    return details.has("pre_active") ? waiting : waiting.activated(record.timeMs());
  }

  private static String revokedState(Details details) {
    return details.text("revocation_reason").endsWith("COMPROMISE") ? "COMPROMISED" : "DEACTIVATED";
  }

  private void putKey(AuditRecord record, KeyModel key) {
    keys.computeIfAbsent(record.resource(), name -> new TreeMap<>()).put(record.sequence(), key);
  }

  /** All keys as they are after the last record. */
  Map<String, KeyModel> keysNow() {
    Map<String, KeyModel> now = new TreeMap<>();
    keys.forEach((resource, history) -> now.put(resource, history.lastEntry().getValue()));
    return now;
  }

  /** The key as it was after record {@code seq}, or null. */
  @Nullable KeyModel keyAt(long seq, String resource) {
    NavigableMap<Long, KeyModel> history = keys.get(resource);
    Map.Entry<Long, KeyModel> at = history == null ? null : history.floorEntry(seq);
    return at == null ? null : at.getValue();
  }

  /** Why a version would not be released after record {@code seq}, or "". */
  private String release(
      long seq, String principal, String resource, int version, boolean byNumber, long timeMs) {
    String permission = byNumber ? "RETRIEVE_KEY_VERSION" : "RETRIEVE_KEY";
    if (!authority.mayI(seq, principal, permission, resource)) {
      return "PERMISSION_DENIED";
    }
    KeyModel key = keyAt(seq, resource);
    if (key == null) {
      return "KEY_NOT_FOUND";
    }
    boolean compromisedToo = authority.mayI(seq, principal, "RETRIEVE_COMPROMISED_KEY", resource);
    return key.release(version, byNumber, compromisedToo, timeMs);
  }

  /**
   * Whether a version could be released at some moment from record {@code from} to record {@code
   * to}, both included.
   *
   * @param fromMs log time at record {@code from}; later moments are judged by it as well, which
   *     forgives a cryptoperiod that ends between the two
   */
  boolean wasReleasable(
      long from,
      long to,
      String principal,
      String resource,
      int version,
      boolean byNumber,
      long fromMs) {
    NavigableSet<Long> moments = new TreeSet<>(authority.changes(from, to));
    moments.add(from);
    NavigableMap<Long, KeyModel> history = keys.get(resource);
    if (history != null) {
      moments.addAll(history.subMap(from, true, to, true).keySet());
    }
    return moments.stream()
        .anyMatch(seq -> release(seq, principal, resource, version, byNumber, fromMs).isEmpty());
  }

  /** Whether the key was so at some moment from record {@code from} to record {@code to}. */
  boolean wasSo(long from, long to, String resource, String state, int versions) {
    List<KeyModel> all = new ArrayList<>();
    KeyModel first = keyAt(from, resource);
    if (first != null) {
      all.add(first);
    }
    NavigableMap<Long, KeyModel> history = keys.get(resource);
    if (history != null) {
      all.addAll(history.subMap(from, true, to, true).values());
    }
    return all.stream()
        .anyMatch(key -> key.state().equals(state) && key.versions().size() == versions);
  }

  /**
   * Whether a record is about something that is done at most once under one request id. Moving
   * materials is not: what was moved is not moved again, and the record of that says nothing else.
   * What is due may be two things at once.
   */
  static boolean isEffect(AuditRecord record) {
    return record.decision() == AuditDecision.ALLOWED
        && !Operation.isRead(record.operation())
        && !record.operation().equals("REWRAP_MATERIALS")
        && !(isDue(record) && record.operation().equals("ARCHIVE_KEY"));
  }
}
