// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyDecider;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.ReleaseRules;
import io.quorumkeep.node.domain.key.Usage;
import org.jspecify.annotations.Nullable;

/** Judges whether a version may be released to somebody who may ask for it, and counts it. */
final class ReleaseJudge {
  private final LiveState state;
  private final EntryWork work;

  ReleaseJudge(LiveState state, EntryWork work) {
    this.state = state;
    this.work = work;
  }

  /**
   * Judges state and dates.
   *
   * @param versionNumber the version, or 0 for the current one
   */
  Release judge(CommandBody.Use use, int versionNumber, Principal principal) {
    Key key = state.key(use.name());
    int number = key != null && versionNumber == 0 ? key.currentVersion() : versionNumber;
    KeyVersion version = key == null ? null : state.version(new VersionId(use.name(), number));
    boolean byNumber = use.version() > 0;
    Rejection rejection =
        ReleaseRules.check(
            key, version, byNumber, mayUseCompromised(key, version, principal), work.now());
    return new Release(key, version, number, rejection);
  }

  private boolean mayUseCompromised(
      @Nullable Key key, @Nullable KeyVersion version, Principal principal) {
    return key != null
        && version != null
        && version.state().orStricter(key.state()) == KeyState.COMPROMISED
        && state
            .grants()
            .allow(principal, Permission.RETRIEVE_COMPROMISED_KEY, key.name().toString());
  }

  /** The release, refused if it is for more than is left of the budget. */
  Release withinBudget(CommandBody.Use use, Release release) {
    Key key = release.key();
    if (release.rejection() != null || key == null || use.version() > 0) {
      return release;
    }
    Usage usage = state.usage(new VersionId(use.name(), release.versionNumber()));
    Rejection exhausted = key.attributes().budget().check(usage, use.operations(), use.bytes());
    return exhausted == null
        ? release
        : new Release(key, release.version(), release.versionNumber(), exhausted);
  }

  /** Counts a release, whose audit record has {@code sequence}. */
  void count(CommandBody.Use use, Release release, long sequence) {
    Usage usage = work.count(new VersionId(use.name(), release.versionNumber()), sequence, use);
    Key key = release.key();
    if (key != null) {
      work.evolve(sequence, KeyDecider.afterUse(key, release.versionNumber(), usage, work.now()));
    }
  }
}
