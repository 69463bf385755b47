// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;
import org.jspecify.annotations.Nullable;

/** A release as it was judged. */
record Release(
    @Nullable Key key,
    @Nullable KeyVersion version,
    int versionNumber,
    @Nullable Rejection rejection) {
  Outcome outcome(long sequence) {
    return rejection == null
        ? new Outcome(sequence, null, key, version, null)
        : Outcome.rejected(sequence, rejection);
  }
}
