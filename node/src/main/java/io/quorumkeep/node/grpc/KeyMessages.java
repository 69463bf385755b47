// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.key.Cryptoperiod;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.Revocation;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.key.Usage;
import io.quorumkeep.node.domain.key.UsagePeriods;
import java.time.Duration;
import java.time.Instant;

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
    return out.build();
  }

  static io.quorumkeep.v1.KeyVersion version(KeyName name, KeyVersion version, Usage usage) {
    io.quorumkeep.v1.KeyVersion.Builder out =
        io.quorumkeep.v1.KeyVersion.newBuilder()
            .setName(new KeyVersionName(name, version.number()).toString())
            .setStateValue(version.state().number())
            .setCreateTime(Times.of(version.createdAt()))
            .setUseCount(usage.count());
    if (usage.count() > 0) {
      out.setLastUseTime(Times.of(usage.lastUsedAt()));
    }
    Cryptoperiod period = version.cryptoperiod();
    if (period != null) {
      out.setActivationTime(Times.of(period.activation()));
      if (!period.protectStop().equals(Instant.MAX)) {
        out.setProtectStopTime(Times.of(period.protectStop()));
      }
      if (!period.deactivation().equals(Instant.MAX)) {
        out.setDeactivationTime(Times.of(period.deactivation()));
      }
    }
    Revocation revocation = version.revocation();
    if (revocation != null) {
      out.setRevocationReason(reason(revocation.reason()));
      Instant compromisedAt = revocation.compromisedAt();
      if (compromisedAt != null) {
        out.setCompromiseTime(Times.of(compromisedAt));
      }
    }
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
