// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import java.time.Instant;

/**
 * A member says that it overwrote the secret of the old epoch.
 *
 * @param member the name of the node
 * @param snapshotIndex its oldest snapshot holds everything up to this log index, which is at or
 *     past the last move to the new epoch
 * @param firstLogIndex the first entry that its log files still hold
 * @param attestedAt log time
 */
public record Attestation(
    String member, long snapshotIndex, long firstLogIndex, Instant attestedAt) {
  public Attestation {
    if (member.isEmpty() || snapshotIndex < 0 || firstLogIndex < 0) {
      throw new IllegalArgumentException("an attestation names a member and log indexes");
    }
  }
}
