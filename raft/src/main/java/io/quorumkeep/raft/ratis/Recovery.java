// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.ReplicatedStateMachine;
import io.quorumkeep.raft.StartRefusedException;
import io.quorumkeep.raft.ratis.Checkpoints.Checkpoint;
import io.quorumkeep.raft.snapshot.SnapshotDamagedException;
import io.quorumkeep.raft.storage.HighWaterMark;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the disk of a node before it can vote: state, snapshot, log and high-water mark must fit
 * together. Repairs what can be repaired from verified data, and refuses the rest while all the
 * evidence is still there.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final String REMEDY =
      ". Entries that the cluster may have acknowledged are gone, so this node must not vote:"
          + " remove the whole directory of this node and let it join as a new member";

  private final Path group;
  private final ReplicatedStateMachine stateMachine;
  private final Checkpoints checkpoints;

  Recovery(Path group, ReplicatedStateMachine stateMachine, Checkpoints checkpoints) {
    this.group = group;
    this.stateMachine = stateMachine;
    this.checkpoints = checkpoints;
  }

  /**
   * Brings the state to the newest snapshot if it is behind, and checks that the log goes on from
   * there to the mark.
   *
   * @throws StartRefusedException if it does not
   */
  void run(HighWaterMark mark) throws IOException {
    checkpoints.open();
    restoreIfBehind(checkpoints.latest());
    LogOnDisk log = LogOnDisk.in(group.resolve("current"));
    LogPosition last = log.last();
    requireMark(mark, log, last);
    requireState(last);
    closeGap(log);
  }

  private void restoreIfBehind(@Nullable Checkpoint latest) {
    if (latest == null || latest.manifest().applied().index() <= stateMachine.applied().index()) {
      return;
    }
    LOG.info(
        "restoring the snapshot {}: the state is at {}",
        latest.directory().path(),
        stateMachine.applied());
    try {
      checkpoints.restore(latest, stateMachine);
    } catch (SnapshotDamagedException e) {
      throw new StartRefusedException("the snapshot of this node is damaged" + REMEDY, e);
    }
  }

  /** A node that votes with a shorter log than it acknowledged can elect a leader without it. */
  private void requireMark(HighWaterMark mark, LogOnDisk log, LogPosition last) {
    LogPosition committed = mark.position();
    if (committed.index() <= snapshotIndex()) {
      return;
    }
    if (last.index() < committed.index()) {
      throw new StartRefusedException(
          "the log in "
              + group
              + " ends at "
              + last
              + ", but the high-water mark "
              + mark.file()
              + " says that it reached "
              + committed
              + REMEDY);
    }
    LogPosition there = log.at(committed.index());
    if (!committed.equals(there)) {
      throw new StartRefusedException(
          "the log in "
              + group
              + " has "
              + there
              + " where the high-water mark "
              + mark.file()
              + " says "
              + committed
              + REMEDY);
    }
  }

  private void requireState(LogPosition last) {
    LogPosition applied = stateMachine.applied();
    if (applied.index() > Math.max(last.index(), snapshotIndex())) {
      throw new StartRefusedException(
          "the log in " + group + " ends at " + last + ", before the state, " + applied + REMEDY);
    }
  }

  /** Without a sound snapshot the log must begin at 0, unless the state has what was dropped. */
  private void closeGap(LogOnDisk log) throws IOException {
    if (log.first() <= snapshotIndex() + 1) {
      return;
    }
    LogPosition applied = stateMachine.applied();
    if (applied.index() + 1 < log.first()) {
      throw new StartRefusedException(
          "the log in "
              + group
              + " begins at "
              + log.first()
              + ", and neither a sound snapshot nor the state, "
              + applied
              + ", reaches it"
              + REMEDY);
    }
    LOG.warn("no sound snapshot in {}: taking one of the state at {}", group, applied);
    checkpoints.take(stateMachine, applied);
  }

  private long snapshotIndex() {
    Checkpoint latest = checkpoints.latest();
    return latest == null ? -1 : latest.index();
  }
}
