// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** All of a key's state in one line, to be compared: of the model, and of the code. */
public final class LifeText {
  private final StringBuilder text = new StringBuilder(256);

  LifeText key(String state, int versions, long revision) {
    text.append(state).append(" of ").append(versions).append(" at ").append(revision);
    return this;
  }

  LifeText version(int number, String state, boolean hasMaterial) {
    text.append("\n  v").append(number).append(' ').append(state);
    text.append(hasMaterial ? "" : " without material");
    return this;
  }

  LifeText revoked(String reason, long since) {
    text.append(" (").append(reason).append(' ').append(since).append(')');
    return this;
  }

  LifeText times(long first, long second, long third) {
    text.append(' ').append(first).append(' ').append(second).append(' ').append(third);
    return this;
  }

  LifeText traits(LifeStep.Traits traits) {
    times(traits.protectFor(), traits.processFor(), traits.rotateEvery());
    times(traits.rotateOperations(), traits.rotateBytes(), 0);
    times(traits.mostOperations(), traits.mostBytes(), 0);
    text.append(' ').append(traits.owner());
    text.append(traits.deletable() ? " deletable" : "");
    text.append(traits.exportable() ? " exportable" : "");
    return this;
  }

  /** The key as the code has it. */
  public LifeText of(Key key) {
    KeySchedule schedule = key.schedule();
    KeyAttributes attributes = key.attributes();
    RotationPolicy rotation = attributes.rotation();
    UsagePeriods periods = attributes.usagePeriods();
    return key(key.state().name(), key.currentVersion(), key.revision())
        .revoked(key.revocation())
        .times(
            milliseconds(schedule.activation()),
            milliseconds(schedule.rotation()),
            milliseconds(schedule.destruction()))
        .traits(
            new LifeStep.Traits(
                milliseconds(periods.originatorUsage()),
                milliseconds(periods.recipientUsage()),
                attributes.owner(),
                attributes.deletable(),
                attributes.exportable(),
                milliseconds(rotation.period()),
                rotation.operations(),
                rotation.bytes(),
                attributes.budget().operations(),
                attributes.budget().bytes()));
  }

  /** A version as the code has it. */
  public LifeText of(KeyVersion version, Usage usage) {
    Cryptoperiod period = version.cryptoperiod();
    return version(version.number(), version.state().name(), version.material() != null)
        .revoked(version.revocation())
        .times(
            period == null ? 0 : milliseconds(period.activation()),
            period == null ? 0 : milliseconds(period.protectStop()),
            period == null ? 0 : milliseconds(period.deactivation()))
        .times(milliseconds(version.destruction()), version.warnings(), 0)
        .times(usage.count(), usage.operations(), usage.bytes());
  }

  private LifeText revoked(@Nullable Revocation revocation) {
    return revocation == null
        ? revoked("", 0)
        : revoked(revocation.reason().name(), milliseconds(revocation.compromisedAt()));
  }

  private static long milliseconds(@Nullable Instant time) {
    if (time == null) {
      return 0;
    }
    return time.equals(Instant.MAX) ? Long.MAX_VALUE : time.toEpochMilli();
  }

  private static long milliseconds(@Nullable Duration span) {
    return span == null ? 0 : span.toMillis();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
