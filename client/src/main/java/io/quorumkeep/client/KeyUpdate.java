// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Duration;
import java.time.Instant;
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
 * @param activation when a pre-active key becomes ACTIVE by itself, which asks for the permission
 *     ACTIVATE_KEY as well; empty: that stays as it is
 */
public record KeyUpdate(
    Optional<Map<String, String>> labels,
    Optional<UsagePeriods> usagePeriods,
    Optional<KeyOptions> options,
    String etag,
    String reason,
    Optional<Activation> activation) {

  /**
   * How long a version may be used, from its activation.
   *
   * @param originator to protect; empty: without end
   * @param recipient to process; empty: without end
   */
  public record UsagePeriods(Optional<Duration> originator, Optional<Duration> recipient) {}

  /**
   * When a pre-active key becomes ACTIVE by itself.
   *
   * @param time one that is over: at once; empty: only when {@code activateKey} is called
   */
  public record Activation(Optional<Instant> time) {}

  public KeyUpdate {
    labels = labels.map(some -> Collections.unmodifiableMap(new TreeMap<>(some)));
  }

  /** What leaves the planned activation as it is. */
  public KeyUpdate(
      Optional<Map<String, String>> labels,
      Optional<UsagePeriods> usagePeriods,
      Optional<KeyOptions> options,
      String etag,
      String reason) {
    this(labels, usagePeriods, options, etag, reason, Optional.empty());
  }

  /** Changes nothing yet. */
  public static KeyUpdate nothing() {
    return new KeyUpdate(Optional.empty(), Optional.empty(), Optional.empty(), "", "");
  }

  /** This, and the key has these labels and no others. */
  public KeyUpdate withLabels(Map<String, String> all) {
    return new KeyUpdate(Optional.of(all), usagePeriods, options, etag, reason, activation);
  }

  /** This, and later versions have these periods; an empty one is without end. */
  public KeyUpdate withUsagePeriods(Optional<Duration> originator, Optional<Duration> recipient) {
    return new KeyUpdate(
        labels,
        Optional.of(new UsagePeriods(originator, recipient)),
        options,
        etag,
        reason,
        activation);
  }

  /** This, and the key has these attributes. Begin with those it has. */
  public KeyUpdate withOptions(KeyOptions all) {
    return new KeyUpdate(labels, usagePeriods, Optional.of(all), etag, reason, activation);
  }

  /**
   * This, and the key, which must be pre-active, becomes ACTIVE by itself at {@code time}; at once
   * if that is over.
   */
  public KeyUpdate withActivationTime(Instant time) {
    return with(new Activation(Optional.of(time)));
  }

  /** This, and the key, which must be pre-active, becomes ACTIVE only when that is asked for. */
  public KeyUpdate withoutActivationTime() {
    return with(new Activation(Optional.empty()));
  }

  private KeyUpdate with(Activation next) {
    return new KeyUpdate(labels, usagePeriods, options, etag, reason, Optional.of(next));
  }

  /** This, but only if the key still has this etag. */
  public KeyUpdate ifStill(String seen) {
    return new KeyUpdate(labels, usagePeriods, options, seen, reason, activation);
  }

  /** This, with the reason for it. */
  public KeyUpdate because(String why) {
    return new KeyUpdate(labels, usagePeriods, options, etag, why, activation);
  }
}
