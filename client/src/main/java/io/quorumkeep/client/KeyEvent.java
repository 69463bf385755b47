// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;
import java.util.List;

/**
 * Something that happened to a key.
 *
 * @param type {@code "CREATED"}, {@code "ROTATED"} …: open, as later versions add to it
 * @param time the cluster's
 * @param sequence the audit record of the request that did it
 * @param version the version that changed, or 0 if only the key did
 * @param principal who asked for it
 * @param details what the request said
 */
public record KeyEvent(
    String type,
    Instant time,
    long sequence,
    int version,
    String principal,
    List<AuditDetail> details) {

  public KeyEvent {
    details = List.copyOf(details);
  }
}
