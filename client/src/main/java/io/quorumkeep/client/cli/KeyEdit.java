// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeyOptions;
import io.quorumkeep.client.KeyUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An edit as a person asks for it: what is not named stays as it is.
 *
 * @param labels to set
 * @param removed names of labels
 * @param protectFor a span, or "none"
 * @param processFor a span, or "none"
 * @param activation when it is activated by itself
 */
record KeyEdit(
    Map<String, String> labels,
    List<String> removed,
    Optional<String> protectFor,
    Optional<String> processFor,
    Optional<KeyUpdate.Activation> activation) {
  private static final String WITHOUT_END = "none";

  /**
   * The same for a key as it is.
   *
   * @param options those it is to have
   */
  KeyUpdate of(Key key, KeyOptions options) {
    KeyUpdate update = KeyUpdate.nothing();
    if (!labels.isEmpty() || !removed.isEmpty()) {
      Map<String, String> all = new TreeMap<>(key.labels());
      removed.forEach(all::remove);
      all.putAll(labels);
      update = update.withLabels(all);
    }
    if (protectFor.isPresent() || processFor.isPresent()) {
      update =
          update.withUsagePeriods(
              period(protectFor, key.originatorUsagePeriod()),
              period(processFor, key.recipientUsagePeriod()));
    }
    if (!options.equals(key.options())) {
      update = update.withOptions(options);
    }
    if (activation.isPresent()) {
      Optional<Instant> time = activation.get().time();
      update = time.map(update::withActivationTime).orElseGet(update::withoutActivationTime);
    }
    if (update.equals(KeyUpdate.nothing())) {
      throw new UsageException("nothing to change: see update --help");
    }
    return update;
  }

  private static Optional<Duration> period(Optional<String> asked, Optional<Duration> now) {
    if (asked.isEmpty()) {
      return now;
    }
    return asked.filter(text -> !text.equals(WITHOUT_END)).map(Durations::parse);
  }
}
