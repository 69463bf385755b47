// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.domain.audit.AuditRecord;
import java.util.List;

/** A grant as the {@link Ledger} sees it. */
record GrantModel(String principal, String resource, List<String> permissions, boolean deny) {
  /** All permissions. */
  static final List<String> ALL = List.of("*");

  GrantModel {
    permissions = List.copyOf(permissions);
  }

  static GrantModel of(AuditRecord record) {
    Details details = new Details(record);
    return new GrantModel(
        details.text("principal"),
        details.text("resource"),
        List.of(details.text("permissions").split(",")),
        details.text("effect").equals("DENY"));
  }

  boolean isAbout(String permission) {
    return permissions.equals(ALL) || permissions.contains(permission);
  }

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
