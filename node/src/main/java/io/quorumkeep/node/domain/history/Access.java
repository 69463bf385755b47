// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.history;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.ReleaseRules;
import io.quorumkeep.node.domain.policy.Grants;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question: may this principal do this to that key?
 *
 * @param resource the name of the key
 */
public record Access(Principal principal, Permission permission, String resource) {
  private static final Rejection NOT_PERMITTED =
      new Rejection(Reason.PERMISSION_DENIED, "no grant allows this, or one denies it");

  /** Whether it asks for the release of material: then the key itself is judged too. */
  public boolean isRelease() {
    return permission == Permission.RETRIEVE_KEY || permission == Permission.RETRIEVE_KEY_VERSION;
  }

  /**
   * Why not, or null: what would have been said of the request, had it come then.
   *
   * @param past the key, with the version that a release asks for
   * @param now log time of then
   */
  public @Nullable Rejection judge(Grants grants, PastKey past, Instant now) {
    if (!grants.allow(principal, permission, resource)) {
      return NOT_PERMITTED;
    }
    return isRelease() ? judgeRelease(grants, past.key(), past.version(), now) : null;
  }

  private @Nullable Rejection judgeRelease(
      Grants grants, @Nullable Key key, @Nullable KeyVersion version, Instant now) {
    boolean mayUseCompromised =
        key != null
            && version != null
            && version.state().orStricter(key.state()) == KeyState.COMPROMISED
            && grants.allow(principal, Permission.RETRIEVE_COMPROMISED_KEY, resource);
    boolean byNumber = permission == Permission.RETRIEVE_KEY_VERSION;
    return ReleaseRules.check(key, version, byNumber, mayUseCompromised, now);
  }
}
