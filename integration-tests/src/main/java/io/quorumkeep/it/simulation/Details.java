// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.domain.audit.AuditRecord;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an audit record says beside operation and resource. */
record Details(AuditRecord record) {
  boolean has(String name) {
    return record.details().stream().anyMatch(detail -> detail.name().equals(name));
  }

  /** The value, or an empty string. */
  String text(String name) {
    return record.details().stream()
        .filter(detail -> detail.name().equals(name))
        .map(AuditRecord.Detail::value)
        .findFirst()
        .orElse("");
  }

  /** In milliseconds; null where the record says "none". */
  @Nullable Long period(String name, @Nullable Long otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    String text = text(name);
    return text.equals("none") ? null : (Long) Duration.parse(text).toMillis();
  }

  long number(String name, long otherwise) {
    return has(name) ? Long.parseLong(text(name)) : otherwise;
  }

  boolean flag(String name, boolean otherwise) {
    return has(name) ? text(name).equals("true") : otherwise;
  }
}
