// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.application.Failure;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.governance.Governed;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.policy.Grant;
import org.jspecify.annotations.Nullable;

/** What a node answered. */
sealed interface Reply {
  /**
   * It was decided, one way or the other.
   *
   * @param sequence the audit record; 0 for the reply to a read, which does not have it
   * @param version the version released
   * @param material a fingerprint of what was released
   */
  record Decided(
      long sequence,
      @Nullable Reason reason,
      @Nullable Key key,
      @Nullable Grant grant,
      @Nullable Governed governed,
      int version,
      @Nullable String material)
      implements Reply {

    static Decided of(Outcome outcome) {
      Reason reason = outcome.rejection() == null ? null : outcome.rejection().reason();
      return new Decided(
          outcome.sequence(), reason, outcome.key(), outcome.grant(), outcome.governed(), 0, null);
    }

    /** The reply to a read, or to what leaves nothing to show. */
    static Decided of(@Nullable Rejection rejection) {
      return refused(0, rejection == null ? null : rejection.reason());
    }

    static Decided refused(long sequence, @Nullable Reason reason) {
      return new Decided(sequence, reason, null, null, null, 0, null);
    }

    @Override
    public String toString() {
      if (reason != null) {
        return "refused " + reason;
      }
      return "done #" + sequence + (material == null ? "" : " v" + version + " " + material);
    }
  }

  /** It was not. */
  record Failed(Failure failure) implements Reply {
    @Override
    public String toString() {
      return "failed " + failure;
    }
  }
}
