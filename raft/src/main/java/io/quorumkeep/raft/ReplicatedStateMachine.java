// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft;

import com.google.protobuf.ByteString;
import java.nio.file.Path;

/**
 * What the cluster agrees on.
 *
 * <p>All methods but {@link #role} are called by one thread at a time, in log order, on every node.
 * The adapter never calls {@link #apply} with an index at or below {@link #applied()}. Anything
 * thrown here stops the process: a replica that skips an entry has left the cluster without saying
 * so.
 */
public interface ReplicatedStateMachine {
  /**
   * The position up to which the store holds the effects of every entry; {@link LogPosition#NONE}
   * when it is empty. It never runs backwards except by {@link #restore}.
   */
  LogPosition applied();

  /** Applies a committed entry. All of its effects, and its position, become visible together. */
  void apply(LogPosition position, ByteString entry);

  /**
   * Writes all of the state as it is at {@link #applied()} into {@code directory}, which does not
   * exist yet, and forces it to disk: entries up to there may be purged afterwards.
   */
  void checkpoint(Path directory);

  /**
   * Replaces all state by that of a verified checkpoint, whose files must not be changed: link or
   * copy them. Afterwards {@link #applied()} is the checkpoint's position.
   */
  void restore(Path directory);

  /** This node became, or ceased to be, the leader. May come from any thread; must not block. */
  void role(Role role, long term);

  /** What a node is in a term. */
  enum Role {
    LEADER,
    FOLLOWER
  }
}
