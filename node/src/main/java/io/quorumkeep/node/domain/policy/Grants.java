// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All grants at one log position. Immutable: {@link #with} and {@link #without} return another.
 *
 * <p>A question costs one look-up for each path segment of the principal and the grants found
 * there, whatever the number of all grants.
 */
public final class Grants {
  /** Grants in a cluster. */
  public static final int MAX_GRANTS = 10_000;

  public static final Grants NONE = new Grants(new TreeMap<>());

  private final NavigableMap<String, Grant> byId;
  // By the URI of a principal, or by a prefix that ends with a slash.
  private final NavigableMap<String, List<Grant>> byStem;

  private Grants(NavigableMap<String, Grant> byId) {
    this.byId = byId;
    this.byStem = new TreeMap<>();
    for (Grant grant : byId.values()) {
      byStem.computeIfAbsent(grant.principal().stem(), stem -> new ArrayList<>()).add(grant);
    }
  }

  public static Grants of(Collection<Grant> grants) {
    NavigableMap<String, Grant> byId = new TreeMap<>();
    grants.forEach(grant -> byId.put(grant.id(), grant));
    return new Grants(byId);
  }

  public @Nullable Grant find(String id) {
    return byId.get(id);
  }

  public int size() {
    return byId.size();
  }

  /** All grants, in the order of their ids. */
  public List<Grant> all() {
    return List.copyOf(byId.values());
  }

  public Grants with(Grant grant) {
    NavigableMap<String, Grant> next = new TreeMap<>(byId);
    next.put(grant.id(), grant);
    return new Grants(next);
  }

  public Grants without(String id) {
    NavigableMap<String, Grant> next = new TreeMap<>(byId);
    next.remove(id);
    return new Grants(next);
  }

  /**
   * Whether {@code principal} may do {@code permission} to {@code resource}: some grant allows it
   * for all of the resource, and none denies it for any part.
   *
   * @param resource the name of a key, or a pattern in its text form
   */
  public boolean allow(Principal principal, Permission permission, String resource) {
    String uri = principal.uri();
    Verdict verdict = judge(byStem.get(uri), permission, resource, Verdict.SILENT);
    int slash = uri.lastIndexOf('/');
    while (slash > 0 && verdict != Verdict.DENIED) {
      verdict = judge(byStem.get(uri.substring(0, slash + 1)), permission, resource, verdict);
      slash = uri.lastIndexOf('/', slash - 1);
    }
    return verdict == Verdict.ALLOWED;
  }

  private static Verdict judge(
      @Nullable List<Grant> grants, Permission permission, String resource, Verdict before) {
    Verdict verdict = before;
    if (grants == null) {
      return verdict;
    }
    for (Grant grant : grants) {
      if (!grant.permissions().contains(permission)) {
        continue;
      }
      if (grant.effect() == Effect.DENY && grant.resource().overlaps(resource)) {
        return Verdict.DENIED;
      }
      if (grant.effect() == Effect.ALLOW && grant.resource().covers(resource)) {
        verdict = Verdict.ALLOWED;
      }
    }
    return verdict;
  }

  private enum Verdict {
    SILENT,
    ALLOWED,
    DENIED
  }
}
