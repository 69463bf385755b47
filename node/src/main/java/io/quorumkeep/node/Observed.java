// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import com.google.protobuf.ByteString;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.ReplicatedStateMachine;
import java.nio.file.Path;

/** A state machine that says after each entry that there is something new. */
record Observed(ReplicatedStateMachine inner, Runnable listener) implements ReplicatedStateMachine {
  @Override
  public LogPosition applied() {
    return inner.applied();
  }

  @Override
  public void apply(LogPosition position, ByteString entry) {
    inner.apply(position, entry);
    listener.run();
  }

  @Override
  public void checkpoint(Path directory) {
    inner.checkpoint(directory);
  }

  @Override
  public void restore(Path directory) {
    inner.restore(directory);
    listener.run();
  }

  @Override
  public void role(Role role, long term) {
    inner.role(role, term);
  }
}
