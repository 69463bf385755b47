// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;
import java.util.List;

/**
 * That every member has overwritten the secret of an epoch, so that no material of versions
 * destroyed before {@code turnTime} can be opened any more.
 *
 * @param number from 1, without gaps
 * @param epoch whose secret is gone, as are those of all epochs before it
 * @param turnTime every version destroyed before this is covered
 * @param destroyedVersions versions that were destroyed and that no certificate covered before
 * @param rewrapped materials that were to be wrapped anew
 * @param attestations one of each member
 */
public record ErasureCertificate(
    long number,
    int epoch,
    Instant startTime,
    Instant turnTime,
    Instant completeTime,
    String startedBy,
    String reason,
    long destroyedVersions,
    long rewrapped,
    List<Attestation> attestations) {
  public ErasureCertificate {
    attestations = List.copyOf(attestations);
  }
}
