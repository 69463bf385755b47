// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeyDetails;
import io.quorumkeep.client.KeyUsage;
import io.quorumkeep.client.KeyVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keys in columns. */
final class KeyTables {
  private static final String NONE = "-";

  private KeyTables() {}

  static Table keys(Iterable<Key> keys) {
    Table table = new Table("NAME", "ALGORITHM", "STATE", "VERSION", "CREATED");
    for (Key key : keys) {
      table.row(
          key.name(),
          key.algorithm().name(),
          key.state().name(),
          Integer.toString(key.currentVersion()),
          key.createTime().toString());
    }
    return table;
  }

  /** One attribute a line: there are too many for columns. */
  static Table details(KeyDetails details) {
    KeyVersion version = details.version();
    return past(details)
        .row("released", version.useCount() + " times, last " + time(version.lastUseTime()))
        .row("last used by", version.lastUse().map(KeyVersion.LastUse::principal).orElse(NONE))
        .row(
            "said to protect",
            version.protectOperations() + " operations, " + version.protectBytes() + " bytes");
  }

  /** Without how often it was used, which is not known of the past. */
  static Table past(KeyDetails details) {
    Key key = details.key();
    KeyVersion version = details.version();
    return new Table("ATTRIBUTE", "VALUE")
        .row("name", key.name())
        .row("algorithm", key.algorithm().name())
        .row("state", key.state().name())
        .row("current version", Integer.toString(key.currentVersion()))
        .row("created", key.createTime() + " by " + key.creator())
        .row("may protect for", period(key.originatorUsagePeriod()))
        .row("may process for", period(key.recipientUsagePeriod()))
        .row("labels", labels(key))
        .row("usages", usages(key))
        .row("owner", orNone(key.options().owner()))
        .row("description", orNone(key.options().description()))
        .row("deletable", Boolean.toString(key.options().deletable()))
        .row("exportable", Boolean.toString(key.options().exportable()))
        .row("mirrored", Boolean.toString(key.options().mirrored()))
        .row("activates at", time(key.schedule().activation()))
        .row("rotates at", time(key.schedule().rotation()))
        .row("to be destroyed at", time(key.schedule().destruction()))
        .row("version", version.name())
        .row("version state", version.state().name())
        .row("version created", version.createTime().toString())
        .row("activated", time(version.activationTime()))
        .row("protects until", time(version.protectStopTime()))
        .row("deactivated", time(version.deactivationTime()))
        .row("compromised", time(version.compromiseTime()))
        .row("revocation reason", version.revocationReason().name())
        .row("version to be destroyed at", time(version.scheduledDestruction()));
  }

  private static String usages(Key key) {
    return key.usages().stream().map(KeyUsage::name).collect(Collectors.joining(" "));
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  private static String labels(Key key) {
    return key.labels().isEmpty()
        ? NONE
        : key.labels().entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(" "));
  }

  private static String period(Optional<Duration> period) {
    return period.map(Duration::toString).orElse("ever");
  }

  private static String time(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(NONE);
  }
}
