// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client, with all that is needed to send it again.
 *
 * @param name the key, and the version where one is meant
 * @param uses protecting operations, for a retrieval of the current version; else 0
 * @param bytes to be protected, with them
 * @param wish what else it says
 */
record Call(
    Operation operation,
    Principal principal,
    RequestId id,
    long hash,
    KeyVersionName name,
    long uses,
    long bytes,
    RevocationReason reason,
    Wish wish) {

  /** What a request says beside the name of a key; the part that its operation has. */
  record Wish(
      KeyLifecycle.@Nullable NewKey key,
      @Nullable KeyCommand change,
      @Nullable PolicyCommand policy,
      @Nullable GovernanceCommand governance,
      @Nullable Escrow escrow) {
    static final Wish NONE = new Wish(null, null, null, null, null);

    static Wish of(KeyLifecycle.NewKey key) {
      return new Wish(key, null, null, null, null);
    }

    static Wish of(KeyCommand change) {
      return new Wish(null, change, null, null, null);
    }

    static Wish of(PolicyCommand policy) {
      return new Wish(null, null, policy, null, null);
    }

    static Wish of(GovernanceCommand governance) {
      return new Wish(null, null, null, governance, null);
    }

    static Wish of(Escrow escrow) {
      return new Wish(null, null, null, null, escrow);
    }
  }

  /**
   * What a request about an image says.
   *
   * @param proposal by which it is made, or empty
   * @param payload what was decrypted from an image, for a recovery; else empty
   */
  record Escrow(String proposal, byte[] payload) {
    @Override
    public String toString() {
      return proposal + (payload.length > 0 ? " with a payload" : "");
    }
  }

  /**
   * One sending of a call.
   *
   * @param source names this attempt, and stands in the audit record if it is the one that counted
   * @param since the last sequence acknowledged to anybody when the call was first sent
   * @param sinceAttempt the last sequence acknowledged to anybody when this attempt was sent
   * @param timeout how long the node may take
   */
  record Attempt(Call call, String source, long since, long sinceAttempt, Duration timeout) {}

  @Override
  public String toString() {
    PolicyCommand policy = wish.policy();
    GovernanceCommand governance = wish.governance();
    Object what = policy == null ? name : "grants/" + policy.grantId();
    return operation
        + " "
        + (governance == null ? what : governance)
        + (wish.change() == null ? "" : " " + wish.change())
        + (wish.escrow() == null ? "" : " " + wish.escrow())
        + " by "
        + principal.uri().substring("spiffe://example.org/".length());
  }
}
