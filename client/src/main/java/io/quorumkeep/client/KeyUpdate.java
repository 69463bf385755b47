// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is to change of a key's attributes. Start from {@link #nothing()} and add to it:
 *
 * <pre>{@code
 * KeyUpdate.nothing().withLabels(Map.of("team", "pay")).ifStill(key.etag()).because("moved")
 * }</pre>
 *
 * @param labels all that the key is to have; empty: they stay as they are
 * @param usagePeriods those of versions that are activated from then on; empty: they stay
 * @param options all other attributes that can be edited; empty: they stay
 * @param etag what the key was read with: it is changed only if nobody changed it since; empty for
 *     whatever it is
 * @param reason why, for the record; at most 256 characters
 */
public record KeyUpdate(
    Optional<Map<String, String>> labels,
    Optional<UsagePeriods> usagePeriods,
    Optional<KeyOptions> options,
    String etag,
    String reason) {

  /**
   * How long a version may be used, from its activation.
   *
   * @param originator to protect; empty: without end
   * @param recipient to process; empty: without end
   */
  public record UsagePeriods(Optional<Duration> originator, Optional<Duration> recipient) {}

  public KeyUpdate {
    labels = labels.map(some -> Collections.unmodifiableMap(new TreeMap<>(some)));
  }

  /** Changes nothing yet. */
  public static KeyUpdate nothing() {
    return new KeyUpdate(Optional.empty(), Optional.empty(), Optional.empty(), "", "");
  }

  /** This, and the key has these labels and no others. */
  public KeyUpdate withLabels(Map<String, String> all) {
    return new KeyUpdate(Optional.of(all), usagePeriods, options, etag, reason);
  }

  /** This, and later versions have these periods; an empty one is without end. */
  public KeyUpdate withUsagePeriods(Optional<Duration> originator, Optional<Duration> recipient) {
    return new KeyUpdate(
        labels, Optional.of(new UsagePeriods(originator, recipient)), options, etag, reason);
  }

  /** This, and the key has these attributes. Begin with those it has. */
  public KeyUpdate withOptions(KeyOptions all) {
    return new KeyUpdate(labels, usagePeriods, Optional.of(all), etag, reason);
  }

  /** This, but only if the key still has this etag. */
  public KeyUpdate ifStill(String seen) {
    return new KeyUpdate(labels, usagePeriods, options, seen, reason);
  }

  /** This, with the reason for it. */
  public KeyUpdate because(String why) {
    return new KeyUpdate(labels, usagePeriods, options, etag, why);
  }
}
