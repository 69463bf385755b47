// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.it.simulation.KeyModel.VersionModel;
import io.quorumkeep.node.domain.audit.AuditDecision;
import io.quorumkeep.node.domain.audit.AuditRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A second opinion: keys and grants made from the audit records alone, by rules written down once
 * more and without a thought for speed. It says how each request should have ended, and remembers
 * how everything was after each record.
 */
final class Ledger {
  private final Map<String, NavigableMap<Long, KeyModel>> keys = new TreeMap<>();
  private final NavigableMap<Long, Map<String, GrantModel>> grants = new TreeMap<>();

  private record GrantModel(
      String principal, String resource, List<String> permissions, boolean deny) {
    boolean isFor(String who) {
      return principal.endsWith("/*")
          ? who.startsWith(principal.substring(0, principal.length() - 1))
          : who.equals(principal);
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
    long seq = record.sequence();
    if (!mayI(seq, record.principal(), operation, scopeOf(record))) {
      return "PERMISSION_DENIED";
    }
    return switch (operation) {
      case "CREATE_GRANT" ->
          grantsAt(seq).containsKey(grantId(record)) ? "GRANT_ALREADY_EXISTS" : "";
      case "REVOKE_GRANT" -> grantsAt(seq).containsKey(grantId(record)) ? "" : "GRANT_NOT_FOUND";
      case "GET_KEY" -> "";
      case "RETRIEVE_KEY", "RETRIEVE_KEY_VERSION" ->
          release(
              seq,
              record.principal(),
              record.resource(),
              record.version(),
              operation.equals("RETRIEVE_KEY_VERSION"),
              record.timeMs());
      default -> change(record, keyAt(seq, record.resource()));
    };
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
      case "ROTATE_KEY" -> key.state().equals("ACTIVE") ? "" : "KEY_STATE_FORBIDS";
      case "SUSPEND_KEY" -> key.transition(version, "SUSPENDED");
      case "REACTIVATE_KEY" -> key.transition(version, "ACTIVE");
      case "REVOKE_KEY" -> key.transition(version, revokedState(record));
      case "UPDATE_KEY" -> "";
      default -> "no rule for " + record.operation();
    };
  }

  /** Takes over what an allowed request changed. */
  void follow(AuditRecord record) {
    long seq = record.sequence();
    KeyModel key = keyAt(seq, record.resource());
    switch (record.operation()) {
      case "BOOTSTRAP" ->
          putGrant(
              seq, "bootstrap-admin", new GrantModel(detail(record, "admin"), "*", ALL, false));
      case "CREATE_GRANT" -> putGrant(seq, grantId(record), grantOf(record));
      case "REVOKE_GRANT" -> putGrant(seq, grantId(record), null);
      case "CREATE_KEY" -> putKey(record, created(record));
      case "ROTATE_KEY" -> putKey(record, require(key).rotated(record.timeMs()));
      case "SUSPEND_KEY" -> putKey(record, require(key).with(record.version(), "SUSPENDED"));
      case "REACTIVATE_KEY" -> putKey(record, require(key).with(record.version(), "ACTIVE"));
      case "UPDATE_KEY" ->
          putKey(
              record,
              require(key)
                  .withPeriods(
                      period(record, "originator_usage_period"),
                      period(record, "recipient_usage_period")));
      case "REVOKE_KEY" ->
          putKey(record, require(key).with(record.version(), revokedState(record)));
      default -> {}
    }
  }

  private static final List<String> ALL = List.of("*");

  private static KeyModel require(@Nullable KeyModel key) {
    if (key == null) {
      throw new IllegalStateException("a change of no key was allowed");
    }
    return key;
  }

  private static KeyModel created(AuditRecord record) {
    boolean preActive = has(record, "pre_active");
    String state = preActive ? "PRE_ACTIVE" : "ACTIVE";
    Long originator = period(record, "originator_usage_period");
    Long recipient = period(record, "recipient_usage_period");
    return new KeyModel(
        state,
        originator,
        recipient,
        List.of(new VersionModel(state, record.timeMs(), originator, recipient)));
  }

  private static @Nullable Long period(AuditRecord record, String name) {
    return has(record, name) && !detail(record, name).equals("none")
        ? Duration.parse(detail(record, name)).toMillis()
        : null;
  }

  private static String revokedState(AuditRecord record) {
    return detail(record, "revocation_reason").endsWith("COMPROMISE")
        ? "COMPROMISED"
        : "DEACTIVATED";
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

  private static GrantModel grantOf(AuditRecord record) {
    return new GrantModel(
        detail(record, "principal"),
        detail(record, "resource"),
        List.of(detail(record, "permissions").split(",")),
        detail(record, "effect").equals("DENY"));
  }

  private static String grantId(AuditRecord record) {
    return record.resource().substring("grants/".length());
  }

  private String scopeOf(AuditRecord record) {
    if (record.operation().equals("CREATE_GRANT")) {
      return detail(record, "resource");
    }
    if (record.operation().equals("REVOKE_GRANT")) {
      GrantModel grant = grantsAt(record.sequence()).get(grantId(record));
      return grant == null ? "*" : grant.resource();
    }
    return record.resource();
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
      if (grant.deny() && (grant.covers(resource) || resource.equals("*"))) {
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

  private static boolean has(AuditRecord record, String name) {
    return record.details().stream().anyMatch(detail -> detail.name().equals(name));
  }

  private static String detail(AuditRecord record, String name) {
    return record.details().stream()
        .filter(detail -> detail.name().equals(name))
        .map(AuditRecord.Detail::value)
        .collect(Collectors.joining());
  }

  /** Whether a record is about something that is done at most once under one request id. */
  static boolean isEffect(AuditRecord record) {
    return record.decision() == AuditDecision.ALLOWED && !record.operation().equals("GET_KEY");
  }
}
