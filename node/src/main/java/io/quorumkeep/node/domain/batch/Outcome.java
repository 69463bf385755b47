// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.batch;

import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.governance.Governed;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.policy.Grant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command, at its log position. Made only on the node that took the request.
 *
 * @param sequence the audit record; 0 if the command leaves none
 * @param rejection why not, or null if it was carried out
 * @param key the key as it was then, where the command concerns one
 * @param version the version released, made or read, where there is one
 * @param grant the grant made or revoked, where there is one
 * @param governed the policy or the proposal as it was then, where the command concerns one
 */
public record Outcome(
    long sequence,
    @Nullable Rejection rejection,
    @Nullable Key key,
    @Nullable KeyVersion version,
    @Nullable Grant grant,
    @Nullable Governed governed) {

  /** An outcome that leaves neither a policy nor a proposal. */
  public Outcome(
      long sequence,
      @Nullable Rejection rejection,
      @Nullable Key key,
      @Nullable KeyVersion version,
      @Nullable Grant grant) {
    this(sequence, rejection, key, version, grant, null);
  }

  public static Outcome rejected(long sequence, Rejection rejection) {
    return new Outcome(sequence, rejection, null, null, null);
  }

  public static Outcome done(long sequence) {
    return new Outcome(sequence, null, null, null, null);
  }

  public static Outcome ofKey(long sequence, Key key, @Nullable KeyVersion version) {
    return new Outcome(sequence, null, key, version, null);
  }

  public static Outcome ofGrant(long sequence, Grant grant) {
    return new Outcome(sequence, null, null, null, grant);
  }

  public static Outcome ofGoverned(long sequence, Governed governed) {
    return new Outcome(sequence, null, null, null, null, governed);
  }
}
