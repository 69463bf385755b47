// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The epochs of a cluster, and the erasure under way.
 *
 * @param epoch under which new material is wrapped
 * @param materials key versions that hold material: what an erasure would wrap anew
 * @param destroyedVersions versions destroyed and not yet covered by a certificate
 * @param certificates how many there are
 * @param run the erasure under way
 */
public record ErasureStatus(
    ErasurePhase phase,
    int epoch,
    long materials,
    long destroyedVersions,
    long certificates,
    Optional<Instant> lastCompleteTime,
    Optional<Run> run) {

  /**
   * An erasure under way.
   *
   * @param fromEpoch whose secret is to be forgotten
   * @param total materials to be wrapped anew when the epoch turned
   * @param remaining those that are left
   */
  public record Run(
      int fromEpoch,
      int toEpoch,
      Instant startTime,
      String startedBy,
      String reason,
      long total,
      long remaining,
      List<Member> members) {
    public Run {
      members = List.copyOf(members);
    }
  }

  /**
   * A member that takes part.
   *
   * @param holdsSecret whether it has stored the secret of the next epoch
   * @param attestation present when it has overwritten the old one
   */
  public record Member(String node, boolean holdsSecret, Optional<Attestation> attestation) {}
}
