// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.observability.ErasureReadings;
import java.util.function.Supplier;

/** What the operations plane shows of erasures. */
record ErasureGauges(Supplier<ErasureState> epochs) implements ErasureReadings {
  @Override
  public int epoch() {
    return epochs.get().epoch();
  }

  @Override
  public int phase() {
    ErasureRun run = epochs.get().run();
    return run == null ? 0 : run.phase().number();
  }

  @Override
  public long remaining() {
    return epochs.get().remaining();
  }

  @Override
  public long membersToAttest() {
    ErasureRun run = epochs.get().run();
    return run == null ? 0 : (long) run.members().size() - run.attestations().size();
  }

  @Override
  public long destroyedVersions() {
    return epochs.get().destroyed().total();
  }
}
