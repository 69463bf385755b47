// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A key's attributes, and which of its versions is the current one. Never its material.
 *
 * @param name {@code namespaces/{namespace}/keys/{key}}; never reused, even after destruction
 * @param state of the key as a whole; a version is usable only where both states allow it
 * @param currentVersion the version that is dispensed when none is named; starts at 1
 * @param creator the principal that created it
 * @param originatorUsagePeriod how long a version may protect, from its activation; empty: no end
 * @param recipientUsagePeriod how long a version may process, from its activation; empty: no end
 * @param labels in the order of their names
 * @param etag changes with every change of the key
 * @param usages fixed at creation
 */
public record Key(
    String name,
    KeyAlgorithm algorithm,
    KeyState state,
    int currentVersion,
    Instant createTime,
    String creator,
    Optional<Duration> originatorUsagePeriod,
    Optional<Duration> recipientUsagePeriod,
    Map<String, String> labels,
    String etag,
    List<KeyUsage> usages,
    KeyOptions options,
    KeySchedule schedule) {

  public Key {
    usages = List.copyOf(usages);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }
}
