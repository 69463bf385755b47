// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeyAlgorithm;
import io.quorumkeep.client.KeyOptions;
import io.quorumkeep.client.KeySchedule;
import io.quorumkeep.client.KeyState;
import io.quorumkeep.client.KeyUsage;
import io.quorumkeep.client.KeyVersion;
import io.quorumkeep.client.RetrievedKey;
import io.quorumkeep.client.RevocationReason;
import io.quorumkeep.client.RotationPolicy;
import io.quorumkeep.client.UsageBudget;
import io.quorumkeep.v1.RetrieveKeyResponse;
import java.util.Optional;

/** Translates keys, versions and material. */
final class KeyMessages {
  private KeyMessages() {}

  static Key key(io.quorumkeep.v1.Key key) {
    return new Key(
        key.getName(),
        algorithm(key.getAlgorithm()),
        state(key.getState()),
        key.getCurrentVersion(),
        Times.instant(key.getCreateTime()),
        key.getCreator(),
        Times.optional(key.hasOriginatorUsagePeriod(), key.getOriginatorUsagePeriod()),
        Times.optional(key.hasRecipientUsagePeriod(), key.getRecipientUsagePeriod()),
        key.getLabelsMap(),
        key.getEtag(),
        key.getUsagesList().stream().map(KeyMessages::usage).toList(),
        options(key),
        new KeySchedule(
            Times.optional(key.hasScheduledActivationTime(), key.getScheduledActivationTime()),
            Times.optional(key.hasNextRotationTime(), key.getNextRotationTime()),
            Times.optional(key.hasScheduledDestructionTime(), key.getScheduledDestructionTime())));
  }

  private static KeyOptions options(io.quorumkeep.v1.Key key) {
    io.quorumkeep.v1.RotationPolicy rotation = key.getRotationPolicy();
    io.quorumkeep.v1.UsageBudget budget = key.getUsageBudget();
    return new KeyOptions(
        key.getOwner(),
        key.getDescription(),
        key.getDeletable(),
        key.getExportable(),
        key.getMirrored(),
        new RotationPolicy(
            Times.optional(rotation.hasPeriod(), rotation.getPeriod()),
            rotation.getMaxOperations(),
            rotation.getMaxBytes()),
        new UsageBudget(budget.getMaxOperations(), budget.getMaxBytes()));
  }

  static io.quorumkeep.v1.RotationPolicy rotation(RotationPolicy policy) {
    io.quorumkeep.v1.RotationPolicy.Builder out =
        io.quorumkeep.v1.RotationPolicy.newBuilder()
            .setMaxOperations(policy.maxOperations())
            .setMaxBytes(policy.maxBytes());
    policy.period().map(Times::duration).ifPresent(out::setPeriod);
    return out.build();
  }

  static io.quorumkeep.v1.UsageBudget budget(UsageBudget budget) {
    return io.quorumkeep.v1.UsageBudget.newBuilder()
        .setMaxOperations(budget.maxOperations())
        .setMaxBytes(budget.maxBytes())
        .build();
  }

  static io.quorumkeep.v1.KeyUsage usage(KeyUsage usage) {
    return io.quorumkeep.v1.KeyUsage.valueOf("KEY_USAGE_" + usage.name());
  }

  private static KeyUsage usage(io.quorumkeep.v1.KeyUsage usage) {
    return switch (usage) {
      case KEY_USAGE_ENCRYPT -> KeyUsage.ENCRYPT;
      case KEY_USAGE_DECRYPT -> KeyUsage.DECRYPT;
      case KEY_USAGE_WRAP_KEY -> KeyUsage.WRAP_KEY;
      case KEY_USAGE_UNWRAP_KEY -> KeyUsage.UNWRAP_KEY;
      case KEY_USAGE_MAC_GENERATE -> KeyUsage.MAC_GENERATE;
      case KEY_USAGE_MAC_VERIFY -> KeyUsage.MAC_VERIFY;
      case KEY_USAGE_DERIVE_KEY -> KeyUsage.DERIVE_KEY;
      case KEY_USAGE_UNSPECIFIED, UNRECOGNIZED -> KeyUsage.UNKNOWN;
    };
  }

  static KeyVersion version(io.quorumkeep.v1.KeyVersion version) {
    return new KeyVersion(
        version.getName(),
        state(version.getState()),
        Times.instant(version.getCreateTime()),
        Times.optional(version.hasActivationTime(), version.getActivationTime()),
        Times.optional(version.hasProtectStopTime(), version.getProtectStopTime()),
        Times.optional(version.hasDeactivationTime(), version.getDeactivationTime()),
        reason(version.getRevocationReason()),
        Times.optional(version.hasCompromiseTime(), version.getCompromiseTime()),
        version.getUseCount(),
        Times.optional(version.hasLastUseTime(), version.getLastUseTime()),
        lastUse(version),
        version.getProtectOperations(),
        version.getProtectBytes(),
        Times.optional(
            version.hasScheduledDestructionTime(), version.getScheduledDestructionTime()));
  }

  private static Optional<KeyVersion.LastUse> lastUse(io.quorumkeep.v1.KeyVersion version) {
    return version.getLastUsePrincipal().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new KeyVersion.LastUse(
                version.getLastUsePrincipal(),
                version.getLastUseOperation(),
                version.getLastUseSequence()));
  }

  static RetrievedKey retrieved(RetrieveKeyResponse response) {
    return RetrievedKey.takeOwnership(
        response.getName(),
        algorithm(response.getAlgorithm()),
        state(response.getState()),
        response.getAuditSequence(),
        response.getMaterial().toByteArray());
  }

  static io.quorumkeep.v1.KeyAlgorithm algorithm(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case AES_128 -> io.quorumkeep.v1.KeyAlgorithm.KEY_ALGORITHM_AES_128;
      case AES_256 -> io.quorumkeep.v1.KeyAlgorithm.KEY_ALGORITHM_AES_256;
      case UNKNOWN -> throw new IllegalArgumentException("unknown algorithm");
    };
  }

  static KeyAlgorithm algorithm(io.quorumkeep.v1.KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case KEY_ALGORITHM_AES_128 -> KeyAlgorithm.AES_128;
      case KEY_ALGORITHM_AES_256 -> KeyAlgorithm.AES_256;
      case KEY_ALGORITHM_UNSPECIFIED, UNRECOGNIZED -> KeyAlgorithm.UNKNOWN;
    };
  }

  private static KeyState state(io.quorumkeep.v1.KeyState state) {
    return switch (state) {
      case KEY_STATE_PRE_ACTIVE -> KeyState.PRE_ACTIVE;
      case KEY_STATE_ACTIVE -> KeyState.ACTIVE;
      case KEY_STATE_SUSPENDED -> KeyState.SUSPENDED;
      case KEY_STATE_DEACTIVATED -> KeyState.DEACTIVATED;
      case KEY_STATE_COMPROMISED -> KeyState.COMPROMISED;
      case KEY_STATE_DESTROYED -> KeyState.DESTROYED;
      case KEY_STATE_UNSPECIFIED, UNRECOGNIZED -> KeyState.UNKNOWN;
    };
  }

  static io.quorumkeep.v1.RevocationReason reason(RevocationReason reason) {
    return io.quorumkeep.v1.RevocationReason.valueOf("REVOCATION_REASON_" + reason.name());
  }

  private static RevocationReason reason(io.quorumkeep.v1.RevocationReason reason) {
    return switch (reason) {
      case REVOCATION_REASON_KEY_COMPROMISE -> RevocationReason.KEY_COMPROMISE;
      case REVOCATION_REASON_CA_COMPROMISE -> RevocationReason.CA_COMPROMISE;
      case REVOCATION_REASON_AFFILIATION_CHANGED -> RevocationReason.AFFILIATION_CHANGED;
      case REVOCATION_REASON_SUPERSEDED -> RevocationReason.SUPERSEDED;
      case REVOCATION_REASON_CESSATION_OF_OPERATION -> RevocationReason.CESSATION_OF_OPERATION;
      case REVOCATION_REASON_PRIVILEGE_WITHDRAWN -> RevocationReason.PRIVILEGE_WITHDRAWN;
      case REVOCATION_REASON_UNSPECIFIED, UNRECOGNIZED -> RevocationReason.UNSPECIFIED;
    };
  }
}
