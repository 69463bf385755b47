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
 * What a new key shall be. Start from {@link #aes256()} and add to it:
 *
 * <pre>{@code
 * KeySpec.aes256().withOriginatorUsagePeriod(Duration.ofDays(90)).withLabel("team", "pay")
 * }</pre>
 *
 * @param usages what it is for; empty: encrypt and decrypt
 * @param preActive leave the key {@link KeyState#PRE_ACTIVE} until it is activated
 * @param activationTime when it becomes ACTIVE by itself; empty: at once
 * @param periods how long its versions may be used
 * @param labels at most 32
 */
public record KeySpec(
    KeyAlgorithm algorithm,
    List<KeyUsage> usages,
    boolean preActive,
    Optional<Instant> activationTime,
    Periods periods,
    Map<String, String> labels,
    KeyOptions options) {

  /**
   * How long a version may be used, from its activation. If neither is given and the key is not
   * without end, it gets the periods of NIST SP 800-57 for its kind.
   *
   * @param originator to protect; empty: no end
   * @param recipient to process; empty: no end
   */
  public record Periods(
      Optional<Duration> originator, Optional<Duration> recipient, boolean withoutEnd) {
    /** Those of the standard. */
    public static final Periods DEFAULT = new Periods(Optional.empty(), Optional.empty(), false);
  }

  public KeySpec {
    if (algorithm == KeyAlgorithm.UNKNOWN || usages.contains(KeyUsage.UNKNOWN)) {
      throw new IllegalArgumentException("a key needs a known algorithm and known usages");
    }
    usages = List.copyOf(usages);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /** An active AES-256 key that encrypts and decrypts. */
  public static KeySpec aes256() {
    return of(KeyAlgorithm.AES_256);
  }

  /** An active AES-128 key that encrypts and decrypts. */
  public static KeySpec aes128() {
    return of(KeyAlgorithm.AES_128);
  }

  /** An active key that encrypts and decrypts. */
  public static KeySpec of(KeyAlgorithm algorithm) {
    return new KeySpec(
        algorithm,
        List.of(),
        false,
        Optional.empty(),
        Periods.DEFAULT,
        Map.of(),
        KeyOptions.DEFAULT);
  }

  /** This, but for other usages, all of one purpose. */
  public KeySpec withUsages(KeyUsage... all) {
    return new KeySpec(
        algorithm, List.of(all), preActive, activationTime, periods, labels, options);
  }

  /** This, but left pre-active until it is activated. */
  public KeySpec withoutActivation() {
    return new KeySpec(algorithm, usages, true, Optional.empty(), periods, labels, options);
  }

  /** This, but ACTIVE only from {@code time} on. */
  public KeySpec withActivationTime(Instant time) {
    return new KeySpec(algorithm, usages, false, Optional.of(time), periods, labels, options);
  }

  /** This, but each version may protect for {@code period} from its activation. */
  public KeySpec withOriginatorUsagePeriod(Duration period) {
    return with(new Periods(Optional.of(period), periods.recipient(), false));
  }

  /** This, but each version may process for {@code period} from its activation. */
  public KeySpec withRecipientUsagePeriod(Duration period) {
    return with(new Periods(periods.originator(), Optional.of(period), false));
  }

  /** This, but its versions may be used for ever. */
  public KeySpec withoutEnd() {
    return with(new Periods(Optional.empty(), Optional.empty(), true));
  }

  /** This, with one more label, or another value of it. */
  public KeySpec withLabel(String name, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(name, value);
    return new KeySpec(algorithm, usages, preActive, activationTime, periods, more, options);
  }

  /** This, with other attributes. */
  public KeySpec withOptions(KeyOptions others) {
    return new KeySpec(algorithm, usages, preActive, activationTime, periods, labels, others);
  }

  private KeySpec with(Periods others) {
    return new KeySpec(algorithm, usages, preActive, activationTime, others, labels, options);
  }
}
