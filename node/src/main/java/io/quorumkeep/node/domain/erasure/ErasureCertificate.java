// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import java.time.Instant;
import java.util.List;

/**
 * What is kept of an erasure for ever: that every member has overwritten the secret of an epoch,
 * and so that no material of it can be opened any more.
 *
 * @param number from 1, without gaps
 * @param epoch whose secret is gone, as are those of all epochs before it
 * @param startedAt log time
 * @param turnedAt log time: every version destroyed before is covered
 * @param completedAt log time
 * @param startedBy the principal that asked for it
 * @param reason in the words of who asked; may be empty
 * @param destroyedVersions how many versions were destroyed and not yet covered by a certificate
 * @param rewrapped how many materials were there to be moved
 * @param attestations one of each member, in the order of the log
 */
public record ErasureCertificate(
    long number,
    int epoch,
    Instant startedAt,
    Instant turnedAt,
    Instant completedAt,
    String startedBy,
    String reason,
    long destroyedVersions,
    long rewrapped,
    List<Attestation> attestations) {
  public ErasureCertificate {
    attestations = List.copyOf(attestations);
    if (number < 1 || epoch < 1 || destroyedVersions < 0 || rewrapped < 0) {
      throw new IllegalArgumentException("certificates and epochs count from 1");
    }
    if (attestations.isEmpty()) {
      throw new IllegalArgumentException("a certificate rests on attestations");
    }
  }
}
