// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Duration;
import java.util.Collections;
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
 * @param preActive leave the key {@link KeyState#PRE_ACTIVE} until it is activated
 * @param originatorUsagePeriod how long a version may protect, from its activation; empty: no end
 * @param recipientUsagePeriod how long a version may process, from its activation; empty: no end
 * @param labels at most 32
 */
public record KeySpec(
    KeyAlgorithm algorithm,
    boolean preActive,
    Optional<Duration> originatorUsagePeriod,
    Optional<Duration> recipientUsagePeriod,
    Map<String, String> labels) {

  public KeySpec {
    if (algorithm == KeyAlgorithm.UNKNOWN) {
      throw new IllegalArgumentException("a key needs a known algorithm");
    }
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /** An active AES-256 key without end and without labels. */
  public static KeySpec aes256() {
    return of(KeyAlgorithm.AES_256);
  }

  /** An active AES-128 key without end and without labels. */
  public static KeySpec aes128() {
    return of(KeyAlgorithm.AES_128);
  }

  /** An active key without end and without labels. */
  public static KeySpec of(KeyAlgorithm algorithm) {
    return new KeySpec(algorithm, false, Optional.empty(), Optional.empty(), Map.of());
  }

  /** This, but left pre-active until it is activated. */
  public KeySpec withoutActivation() {
    return new KeySpec(algorithm, true, originatorUsagePeriod, recipientUsagePeriod, labels);
  }

  /** This, but each version may protect for {@code period} from its activation. */
  public KeySpec withOriginatorUsagePeriod(Duration period) {
    return new KeySpec(algorithm, preActive, Optional.of(period), recipientUsagePeriod, labels);
  }

  /** This, but each version may process for {@code period} from its activation. */
  public KeySpec withRecipientUsagePeriod(Duration period) {
    return new KeySpec(algorithm, preActive, originatorUsagePeriod, Optional.of(period), labels);
  }

  /** This, with one more label, or another value of it. */
  public KeySpec withLabel(String name, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(name, value);
    return new KeySpec(algorithm, preActive, originatorUsagePeriod, recipientUsagePeriod, more);
  }
}
