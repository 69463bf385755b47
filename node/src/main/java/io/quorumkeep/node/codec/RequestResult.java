// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.governance.Governed;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.policy.Grant;
import org.jspecify.annotations.Nullable;

/**
 * What a request came to, kept so that the same request again comes to the same.
 *
 * @param requestHash of what was asked
 * @param sequence the audit record
 * @param version the version used or made, or 0
 * @param key the key as it was in the reply, for changes
 * @param grant the grant in the reply, for changes of the policy
 * @param governed the policy of a namespace, or the proposal, in the reply
 */
public record RequestResult(
    long requestHash,
    long sequence,
    @Nullable Rejection rejection,
    int version,
    @Nullable Key key,
    @Nullable Grant grant,
    @Nullable Governed governed) {

  /** A result that leaves neither a policy nor a proposal. */
  public RequestResult(
      long requestHash,
      long sequence,
      @Nullable Rejection rejection,
      int version,
      @Nullable Key key,
      @Nullable Grant grant) {
    this(requestHash, sequence, rejection, version, key, grant, null);
  }
}
