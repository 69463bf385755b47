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
    Optional<Instant> lastUseTime) {}
