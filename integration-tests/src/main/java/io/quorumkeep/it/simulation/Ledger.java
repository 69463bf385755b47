// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.domain.audit.AuditDecision;
import io.quorumkeep.node.domain.audit.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A second opinion: keys, grants and proposals made from the audit records alone, by rules written
 * down once more and without a thought for speed. It says how each request should have ended, and
 * remembers how everything was after each record.
 */
final class Ledger {
  private final Map<String, NavigableMap<Long, KeyModel>> keys = new TreeMap<>();
  private final NavigableMap<Long, Map<String, GrantModel>> grants = new TreeMap<>();
  private final Map<String, ProposalModel> proposals = new TreeMap<>();
  private final ErasureModel erasure = new ErasureModel();

  private record GrantModel(
      String principal, String resource, List<String> permissions, boolean deny) {
    boolean isFor(String who) {
      return principal.endsWith("/*")
          ? who.startsWith(principal.substring(0, principal.length() - 1))
          : who.equals(principal);
    }

    boolean overlaps(String what) {
      return covers(what)
          || (what.endsWith("*") && resource.startsWith(what.substring(0, what.length() - 1)));
    }

    boolean covers(String what) {
      return resource.endsWith("*")
          ? what.startsWith(resource.substring(0, resource.length() - 1))
          : what.equals(resource);
    }
  }

  Ledger() {
    grants.put(0L, Map.of());
  }

  /** How a request that left this record should have ended: a reason, or "" if allowed. */
  String judge(AuditRecord record) {
    String operation = record.operation();
    if (operation.equals("BOOTSTRAP")) {
      return "";
    }
    Details details = new Details(record);
    if (ErasureModel.isStep(record) || ErasureModel.isScheduledStart(record)) {
      return erasure.judge(record);
    }
    if (isDue(record)) {
      return due(record);
    }
    long seq = record.sequence();
    if (!mayI(seq, record.principal(), permissionOf(record), scopeOf(record))) {
      return "PERMISSION_DENIED";
    }
    return switch (operation) {
      case "CREATE_GRANT" ->
          grantsAt(seq).containsKey(grantId(record)) ? "GRANT_ALREADY_EXISTS" : "";
      case "REVOKE_GRANT" -> ungrant(record, details);
      case "CREATE_PROPOSAL", "APPROVE_PROPOSAL" -> proposal(record, details);
      case "GET_KEY" -> "";
      case "FINALIZE_DESTRUCTION" -> erasure.judge(record);
      case "RETRIEVE_KEY", "RETRIEVE_KEY_VERSION" -> use(record, details);
      case "DESTROY_KEY" -> {
        String refusal = clearance(record, details, 1);
        yield refusal.isEmpty() ? change(record, keyAt(seq, record.resource())) : refusal;
      }
      default -> change(record, keyAt(seq, record.resource()));
    };
  }

  /** Whether something happened to a key by itself. */
  static boolean isDue(AuditRecord record) {
    return !ErasureModel.isStart(record) && new Details(record).has("scheduled");
  }

  /** Whatever happens by itself must be due by the time of the log, and happens once. */
  private String due(AuditRecord record) {
    KeyModel key = keyAt(record.sequence(), record.resource());
    if (key == null) {
      return "KEY_NOT_FOUND";
    }
    String operation = record.operation();
    // A destruction whose day has come is given up if the key is not deletable any more.
    boolean givenUp = operation.equals("CANCEL_DESTRUCTION");
    String kind = givenUp ? "DESTROY_KEY" : operation;
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
    long used = key.version(record.version()).used();
    return key.terms().wouldExceedBudget(used, details.number("operations", 1))
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
      case "REVOKE_KEY" -> key.transition(version, revokedState(new Details(record)));
      case "UPDATE_KEY" -> key.state().equals("DESTROYED") ? "KEY_STATE_FORBIDS" : "";
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
      case "DESTROY_KEY" -> key.destruction(version);
      default -> "no rule for " + record.operation();
    };
  }

  private static String awake(KeyModel key, String state) {
    if (!key.state().equals(state)) {
      return "KEY_STATE_FORBIDS";
    }
    return key.isDestructionPlanned(0) ? "DESTRUCTION_SCHEDULED" : "";
  }

  private String ungrant(AuditRecord record, Details details) {
    GrantModel grant = grantsAt(record.sequence()).get(grantId(record));
    if (grant == null) {
      return "GRANT_NOT_FOUND";
    }
    return clearance(record, details, grant.permissions().contains("APPROVE_PROPOSAL") ? 1 : 0);
  }

  private String proposal(AuditRecord record, Details details) {
    ProposalModel proposal = proposals.get(record.resource());
    String change = details.text("change");
    if (change.equals("create")) {
      return proposal == null ? "" : "PROPOSAL_ALREADY_EXISTS";
    }
    if (proposal == null) {
      return "PROPOSAL_NOT_FOUND";
    }
    return change.equals("approve")
        ? proposal.approval(record.principal(), record.timeMs())
        : proposal.uselessness(record.timeMs());
  }

  /** Why an operation does not have the approvals it needs; or "". */
  private String clearance(AuditRecord record, Details details, int needed) {
    String id = details.text("proposal");
    if (id.isEmpty()) {
      return needed == 0 ? "" : "APPROVAL_REQUIRED";
    }
    ProposalModel proposal = proposals.get("proposals/" + id);
    if (proposal == null) {
      return "PROPOSAL_NOT_FOUND";
    }
    if (!proposal.proposer().equals(record.principal())
        || !proposal.target().equals(target(record))) {
      return "PROPOSAL_MISMATCH";
    }
    String useless = proposal.uselessness(record.timeMs());
    if (!useless.isEmpty()) {
      return useless;
    }
    boolean agreed =
        proposal.approvers().stream()
            .anyMatch(who -> mayI(record.sequence(), who, "APPROVE_PROPOSAL", proposal.scope()));
    return agreed ? "" : "APPROVALS_MISSING";
  }

  private static String target(AuditRecord record) {
    String version = record.version() == 0 ? "" : "/versions/" + record.version();
    return record.operation() + " " + record.resource() + version;
  }

  /** Takes over what an allowed request changed. */
  void follow(AuditRecord record) {
    long seq = record.sequence();
    Details details = new Details(record);
    if (ErasureModel.isStep(record) || ErasureModel.isStart(record)) {
      erasure.follow(record);
      return;
    }
    switch (record.operation()) {
      case "BOOTSTRAP" ->
          putGrant(seq, "bootstrap-admin", new GrantModel(details.text("admin"), "*", ALL, false));
      case "CREATE_GRANT" -> putGrant(seq, grantId(record), grantOf(details));
      case "REVOKE_GRANT" -> putGrant(seq, grantId(record), null);
      case "CREATE_PROPOSAL", "APPROVE_PROPOSAL" -> putProposal(record, details);
      case "CREATE_KEY" -> putKey(record, created(record, details));
      case "GET_KEY" -> {}
      default -> {
        KeyModel before = require(keyAt(seq, record.resource()));
        KeyModel after = changed(record, details, before);
        erasure.destroyed(after.destroyedVersions() - before.destroyedVersions());
        putKey(record, after);
      }
    }
    String used = details.text("proposal");
    if (!used.isEmpty()) {
      proposals.computeIfPresent("proposals/" + used, (id, proposal) -> proposal.over());
    }
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
      case "UPDATE_KEY" -> key.updated(key.terms().edited(details), timeMs);
      case "SCHEDULE_DESTRUCTION" ->
          key.planned(version, timeMs + Duration.parse(details.text("after")).toMillis());
      case "CANCEL_DESTRUCTION" -> key.planned(version, null);
      case "DESTROY_KEY" -> key.destroyed(version);
      case "WARN_OF_EXPIRY" -> key.warned(version, timeMs);
      case "RETRIEVE_KEY" -> key.used(version, details.number("operations", 1), timeMs);
      case "RETRIEVE_KEY_VERSION" -> key.used(version, 0, timeMs);
      default -> throw new IllegalStateException("no rule for " + record.operation());
    };
  }

  private void putProposal(AuditRecord record, Details details) {
    String id = record.resource();
    switch (details.text("change")) {
      case "create" -> {
        String resource = details.text("proposed_resource");
        String target = details.text("proposed_operation") + " " + resource;
        String scope = resource.startsWith("grants/") ? "*" : resource.split("/versions/", 2)[0];
        long expiresMs = record.timeMs() + Workload.lifetimeOf(id).toMillis();
        proposals.put(
            id, new ProposalModel(target, scope, record.principal(), expiresMs, List.of(), false));
      }
      case "approve" ->
          proposals.computeIfPresent(
              id, (same, proposal) -> proposal.approvedBy(record.principal()));
      default -> proposals.computeIfPresent(id, (same, proposal) -> proposal.over());
    }
  }

  private static final List<String> ALL = List.of("*");

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

  private void putGrant(long seq, String id, @Nullable GrantModel grant) {
    Map<String, GrantModel> next = new TreeMap<>(grantsAt(seq));
    if (grant == null) {
      next.remove(id);
    } else {
      next.put(id, grant);
    }
    grants.put(seq, next);
  }

  private static GrantModel grantOf(Details details) {
    return new GrantModel(
        details.text("principal"),
        details.text("resource"),
        List.of(details.text("permissions").split(",")),
        details.text("effect").equals("DENY"));
  }

  private static String grantId(AuditRecord record) {
    return record.resource().substring("grants/".length());
  }

  private String permissionOf(AuditRecord record) {
    ProposalModel proposal = proposals.get(record.resource());
    if (!new Details(record).text("change").equals("withdraw")) {
      return record.operation();
    }
    return proposal != null && proposal.proposer().equals(record.principal())
        ? "CREATE_PROPOSAL"
        : "APPROVE_PROPOSAL";
  }

  private String scopeOf(AuditRecord record) {
    Details details = new Details(record);
    switch (record.operation()) {
      case "CREATE_GRANT" -> {
        return details.text("resource");
      }
      case "REVOKE_GRANT" -> {
        GrantModel grant = grantsAt(record.sequence()).get(grantId(record));
        return grant == null ? "*" : grant.resource();
      }
      case "CREATE_PROPOSAL", "APPROVE_PROPOSAL" -> {
        if (details.text("change").equals("create")) {
          String resource = details.text("proposed_resource");
          return resource.startsWith("grants/") ? "*" : resource.split("/versions/", 2)[0];
        }
        ProposalModel proposal = proposals.get(record.resource());
        return proposal == null ? "*" : proposal.scope();
      }
      default -> {
        return record.resource();
      }
    }
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

  private Map<String, GrantModel> grantsAt(long seq) {
    return grants.floorEntry(seq).getValue();
  }

  private boolean mayI(long seq, String principal, String permission, String resource) {
    boolean allowed = false;
    for (GrantModel grant : grantsAt(seq).values()) {
      boolean about = grant.permissions().equals(ALL) || grant.permissions().contains(permission);
      if (!about || !grant.isFor(principal)) {
        continue;
      }
      if (grant.deny() && grant.overlaps(resource)) {
        return false;
      }
      allowed |= !grant.deny() && grant.covers(resource);
    }
    return allowed;
  }

  /** Why a version would not be released after record {@code seq}, or "". */
  private String release(
      long seq, String principal, String resource, int version, boolean byNumber, long timeMs) {
    String permission = byNumber ? "RETRIEVE_KEY_VERSION" : "RETRIEVE_KEY";
    if (!mayI(seq, principal, permission, resource)) {
      return "PERMISSION_DENIED";
    }
    KeyModel key = keyAt(seq, resource);
    if (key == null) {
      return "KEY_NOT_FOUND";
    }
    boolean compromisedToo = mayI(seq, principal, "RETRIEVE_COMPROMISED_KEY", resource);
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
    NavigableSet<Long> moments = new TreeSet<>(grants.subMap(from, true, to, true).keySet());
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
   */
  static boolean isEffect(AuditRecord record) {
    return record.decision() == AuditDecision.ALLOWED
        && !List.of("GET_KEY", "REWRAP_MATERIALS").contains(record.operation());
  }
}
