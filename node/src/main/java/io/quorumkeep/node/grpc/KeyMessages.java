// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import com.google.protobuf.Timestamp;
import io.quorumkeep.node.application.Queries;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.key.Cryptoperiod;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeySchedule;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.Revocation;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.key.RotationPolicy;
import io.quorumkeep.node.domain.key.Usage;
import io.quorumkeep.node.domain.key.UsageBudget;
import io.quorumkeep.node.domain.key.UsagePeriods;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keys as messages have them. None of these holds material. */
final class KeyMessages {
  private KeyMessages() {}

  static io.quorumkeep.v1.Key key(Key key) {
    io.quorumkeep.v1.Key.Builder out =
        io.quorumkeep.v1.Key.newBuilder()
            .setName(key.name().toString())
            .setAlgorithmValue(key.algorithm().number())
            .setStateValue(key.state().number())
            .setCurrentVersion(key.currentVersion())
            .setCreateTime(Times.of(key.createdAt()))
            .setCreator(key.creator())
            .setEtag(Long.toString(key.revision()));
    UsagePeriods periods = key.usagePeriods();
    Duration originator = periods.originatorUsage();
    if (originator != null) {
      out.setOriginatorUsagePeriod(Times.of(originator));
    }
    Duration recipient = periods.recipientUsage();
    if (recipient != null) {
      out.setRecipientUsagePeriod(Times.of(recipient));
    }
    key.labels().forEach(label -> out.putLabels(label.name(), label.value()));
    attributes(out, key);
    schedule(out, key.schedule());
    revocation(key.revocation(), out::setRevocationReason, out::setCompromiseTime);
    return out.build();
  }

  private static void attributes(io.quorumkeep.v1.Key.Builder out, Key key) {
    KeyAttributes attributes = key.attributes();
    out.addAllUsages(KeyUsageMessages.usages(key.usages()))
        .setOwner(attributes.owner())
        .setDescription(attributes.description())
        .setDeletable(attributes.deletable())
        .setExportable(attributes.exportable())
        .setMirrored(attributes.mirrored());
    if (!attributes.rotation().equals(RotationPolicy.MANUAL)) {
      out.setRotationPolicy(KeyUsageMessages.rotation(attributes.rotation()));
    }
    if (!attributes.budget().equals(UsageBudget.SAFE)) {
      out.setUsageBudget(KeyUsageMessages.budget(attributes.budget()));
    }
  }

  private static void schedule(io.quorumkeep.v1.Key.Builder out, KeySchedule schedule) {
    Times.ifAny(schedule.activation(), out::setScheduledActivationTime);
    Times.ifAny(schedule.rotation(), out::setNextRotationTime);
    Times.ifAny(schedule.destruction(), out::setScheduledDestructionTime);
  }

  private static void revocation(
      @Nullable Revocation revocation,
      Consumer<io.quorumkeep.v1.RevocationReason> reason,
      Consumer<Timestamp> compromiseTime) {
    if (revocation != null) {
      reason.accept(reason(revocation.reason()));
      Times.ifAny(revocation.compromisedAt(), compromiseTime);
    }
  }

  static io.quorumkeep.v1.KeyVersion version(Queries.KeyAnswer found) {
    KeyVersion version = found.version();
    Usage usage = found.usage();
    io.quorumkeep.v1.KeyVersion.Builder out =
        io.quorumkeep.v1.KeyVersion.newBuilder()
            .setName(new KeyVersionName(found.key().name(), version.number()).toString())
            .setStateValue(version.state().number())
            .setCreateTime(Times.of(version.createdAt()))
            .setUseCount(usage.count())
            .setProtectOperations(usage.operations())
            .setProtectBytes(usage.bytes());
    Queries.LastUse lastUse = found.lastUse();
    if (lastUse != null) {
      out.setLastUseTime(Times.of(usage.lastUsedAt()))
          .setLastUseSequence(usage.lastSequence())
          .setLastUsePrincipal(lastUse.principal())
          .setLastUseOperation(lastUse.operation());
    }
    Cryptoperiod period = version.cryptoperiod();
    if (period != null) {
      out.setActivationTime(Times.of(period.activation()));
      Times.ifAny(period.protectStop(), out::setProtectStopTime);
      Times.ifAny(period.deactivation(), out::setDeactivationTime);
    }
    Times.ifAny(version.destruction(), out::setScheduledDestructionTime);
    revocation(version.revocation(), out::setRevocationReason, out::setCompromiseTime);
    return out.build();
  }

  /**
   * The algorithm that a request names.
   *
   * @throws RefusedException if it names none, or one that is not known
   */
  static KeyAlgorithm algorithm(String field, int number) {
    if (number == io.quorumkeep.v1.KeyAlgorithm.KEY_ALGORITHM_UNSPECIFIED_VALUE) {
      throw Parse.unset(field);
    }
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      if (algorithm.number() == number) {
        return algorithm;
      }
    }
    throw Parse.unknownEnum(field, number);
  }

  /**
   * The reason that a request gives. To give none is one of KMIP's reasons too.
   *
   * @throws RefusedException if it is not known
   */
  static RevocationReason reason(String field, int number) {
    if (number == io.quorumkeep.v1.RevocationReason.REVOCATION_REASON_UNSPECIFIED_VALUE) {
      return RevocationReason.UNSPECIFIED;
    }
    for (RevocationReason reason : RevocationReason.values()) {
      if (reason != RevocationReason.UNSPECIFIED && reason.number() == number) {
        return reason;
      }
    }
    throw Parse.unknownEnum(field, number);
  }

  private static io.quorumkeep.v1.RevocationReason reason(RevocationReason reason) {
    io.quorumkeep.v1.RevocationReason known =
        io.quorumkeep.v1.RevocationReason.forNumber(reason.number());
    return reason == RevocationReason.UNSPECIFIED || known == null
        ? io.quorumkeep.v1.RevocationReason.REVOCATION_REASON_UNSPECIFIED
        : known;
  }
}
