// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.snapshot;

import java.nio.file.Path;

/** A snapshot is not what its manifest says, so it must not be restored. */
public final class SnapshotDamagedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the file and what is wrong with it. */
  public SnapshotDamagedException(Path file, String what) {
    super("snapshot file " + file + " " + what);
  }
}
