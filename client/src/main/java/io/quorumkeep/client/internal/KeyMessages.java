// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeyAlgorithm;
import io.quorumkeep.client.KeyState;
import io.quorumkeep.client.KeyVersion;
import io.quorumkeep.client.RetrievedKey;
import io.quorumkeep.client.RevocationReason;
import io.quorumkeep.v1.RetrieveKeyResponse;

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
        key.getEtag());
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
        Times.optional(version.hasLastUseTime(), version.getLastUseTime()));
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
