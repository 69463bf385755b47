// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;
import java.util.Optional;

/**
 * One generation of a key's material, without the material.
 *
 * @param name {@code namespaces/{namespace}/keys/{key}/versions/{version}}
 * @param protectStopTime when it may no longer protect; empty: no end
 * @param deactivationTime when it was or will be deactivated
 * @param compromiseTime when the compromise is thought to have happened
 * @param useCount how often it was released
 * @param lastUse who had it last; empty if nobody, or if the record of it was purged
 * @param protectOperations how many protecting operations callers said they would do with it
 * @param protectBytes how many bytes callers said they would protect with it
 * @param scheduledDestruction when it is to be destroyed
 */
public record KeyVersion(
    String name,
    KeyState state,
    Instant createTime,
    Optional<Instant> activationTime,
    Optional<Instant> protectStopTime,
    Optional<Instant> deactivationTime,
    RevocationReason revocationReason,
    Optional<Instant> compromiseTime,
    long useCount,
    Optional<Instant> lastUseTime,
    Optional<LastUse> lastUse,
    long protectOperations,
    long protectBytes,
    Optional<Instant> scheduledDestruction) {
  /**
   * A release.
   *
   * @param operation the permission by which it was released
   * @param auditSequence of its record
   */
  public record LastUse(String principal, String operation, long auditSequence) {}
}
