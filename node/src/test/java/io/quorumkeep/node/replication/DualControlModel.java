// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Dual control written down once more, as simply as it can be said: texts, numbers and maps, and
 * nothing of what the node uses. Each method answers the reason of the refusal, or null.
 */
final class DualControlModel {
  private static final long DAY_MS = 86_400_000;

  final Map<String, Rules> rules = new HashMap<>();
  final Map<String, Paper> papers = new HashMap<>();
  final Map<String, Right> rights = new HashMap<>();
  final Set<String> keys = new HashSet<>();
  final Set<String> destroyed = new HashSet<>();

  /** The rules of a namespace: what it takes to lower them, and how strong keys are. */
  record Rules(int toLower, int toDestroy, int strength, boolean only256) {
    static final Rules NONE = new Rules(1, 1, 128, false);

    boolean loosens(Rules before) {
      return toLower < before.toLower
          || toDestroy < before.toDestroy
          || strength < before.strength
          || (before.only256 && !only256);
    }
  }

  /** A grant to one principal: what, and where ("*" or a namespace). */
  record Right(String who, Set<String> what, String where) {}

  /** A proposal. */
  static final class Paper {
    final String owner;
    final String subject;
    final String where;
    final long until;
    final int asked;
    final List<String> signed = new ArrayList<>();
    String end = "";

    Paper(String owner, String subject, String where, long until, int asked) {
      this.owner = owner;
      this.subject = subject;
      this.where = where;
      this.until = until;
      this.asked = asked;
    }
  }

  private boolean may(String who, String what, String where) {
    for (Right right : rights.values()) {
      if (right.who.equals(who)
          && right.what.contains(what)
          && (right.where.equals("*") || right.where.equals(where))) {
        return true;
      }
    }
    return false;
  }

  private Rules rulesOf(String namespace) {
    return rules.getOrDefault(namespace, Rules.NONE);
  }

  @Nullable String propose(
      String who, String id, String subject, String where, int asked, long now) {
    if (!may(who, "CREATE_PROPOSAL", where)) {
      return "PERMISSION_DENIED";
    }
    if (papers.containsKey(id)) {
      return "PROPOSAL_ALREADY_EXISTS";
    }
    papers.put(id, new Paper(who, subject, where, now + DAY_MS, asked));
    return null;
  }

  @Nullable String approve(String who, String id, long now) {
    Paper paper = papers.get(id);
    if (!may(who, "APPROVE_PROPOSAL", paper == null ? "*" : paper.where)) {
      return "PERMISSION_DENIED";
    }
    if (paper == null) {
      return "PROPOSAL_NOT_FOUND";
    }
    if (!paper.end.isEmpty()) {
      return "PROPOSAL_CLOSED";
    }
    if (now >= paper.until) {
      return "PROPOSAL_EXPIRED";
    }
    if (paper.owner.equals(who)) {
      return "SELF_APPROVAL";
    }
    if (paper.signed.contains(who)) {
      return "ALREADY_APPROVED";
    }
    paper.signed.add(who);
    return null;
  }

  @Nullable String withdraw(String who, String id, long now) {
    Paper paper = papers.get(id);
    boolean own = paper != null && paper.owner.equals(who);
    if (!may(
        who, own ? "CREATE_PROPOSAL" : "APPROVE_PROPOSAL", paper == null ? "*" : paper.where)) {
      return "PERMISSION_DENIED";
    }
    if (paper == null) {
      return "PROPOSAL_NOT_FOUND";
    }
    if (!paper.end.isEmpty()) {
      return "PROPOSAL_CLOSED";
    }
    if (now >= paper.until) {
      return "PROPOSAL_EXPIRED";
    }
    paper.end = "withdrawn";
    return null;
  }

  @Nullable String set(String who, String namespace, Rules next, String id, long now) {
    if (!may(who, "SET_NAMESPACE_POLICY", namespace)) {
      return "PERMISSION_DENIED";
    }
    Rules before = rulesOf(namespace);
    int needed = next.loosens(before) ? before.toLower : 0;
    String refusal = check(who, "set " + namespace + " " + next, needed, id, now);
    if (refusal == null) {
      rules.put(namespace, next);
      used(id);
    }
    return refusal;
  }

  @Nullable String revoke(String who, String grant, String id, long now) {
    Right right = rights.get(grant);
    if (!may(who, "REVOKE_GRANT", right == null ? "*" : right.where)) {
      return "PERMISSION_DENIED";
    }
    if (right == null) {
      return "GRANT_NOT_FOUND";
    }
    if (!id.isEmpty() || right.what.contains("APPROVE_PROPOSAL")) {
      String refusal = check(who, "revoke " + grant, 1, id, now);
      if (refusal != null) {
        return refusal;
      }
    }
    rights.remove(grant);
    used(id);
    return null;
  }

  @Nullable String destroy(String who, String namespace, String key, String id, long now) {
    if (!may(who, "DESTROY_KEY", namespace)) {
      return "PERMISSION_DENIED";
    }
    String name = namespace + "/" + key;
    String refusal = check(who, "destroy " + name, rulesOf(namespace).toDestroy, id, now);
    if (refusal == null && !keys.contains(name)) {
      return "KEY_NOT_FOUND";
    }
    if (refusal == null && !destroyed.add(name)) {
      return "KEY_STATE_FORBIDS";
    }
    if (refusal == null) {
      used(id);
    }
    return refusal;
  }

  private @Nullable String check(String who, String subject, int needed, String id, long now) {
    if (id.isEmpty()) {
      return needed == 0 ? null : "APPROVAL_REQUIRED";
    }
    Paper paper = papers.get(id);
    if (paper == null) {
      return "PROPOSAL_NOT_FOUND";
    }
    if (!paper.owner.equals(who) || !paper.subject.equals(subject)) {
      return "PROPOSAL_MISMATCH";
    }
    if (!paper.end.isEmpty()) {
      return "PROPOSAL_CLOSED";
    }
    if (now >= paper.until) {
      return "PROPOSAL_EXPIRED";
    }
    int counted = 0;
    for (String signer : paper.signed) {
      counted += may(signer, "APPROVE_PROPOSAL", paper.where) ? 1 : 0;
    }
    return counted < needed || counted < paper.asked ? "APPROVALS_MISSING" : null;
  }

  private void used(String id) {
    Paper paper = papers.get(id);
    if (paper != null) {
      paper.end = "consumed";
    }
  }

  @Nullable String grant(String who, String grant, Right right) {
    if (!may(who, "CREATE_GRANT", right.where)) {
      return "PERMISSION_DENIED";
    }
    if (rights.containsKey(grant)) {
      return "GRANT_ALREADY_EXISTS";
    }
    rights.put(grant, right);
    return null;
  }

  @Nullable String create(String who, String namespace, String key, int strength) {
    if (!may(who, "CREATE_KEY", namespace)) {
      return "PERMISSION_DENIED";
    }
    Rules now = rulesOf(namespace);
    if (now.only256 && strength != 256) {
      return "ALGORITHM_FORBIDDEN";
    }
    if (strength < now.strength) {
      return "STRENGTH_TOO_LOW";
    }
    return keys.add(namespace + "/" + key) ? null : "KEY_ALREADY_EXISTS";
  }
}
