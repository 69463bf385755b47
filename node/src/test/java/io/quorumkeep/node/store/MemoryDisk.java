// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where in-memory stores keep their checkpoints. Stores that share one can restore each other's, as
 * nodes do that send snapshots.
 */
public final class MemoryDisk {
  private final Map<Path, Tables> checkpoints = new ConcurrentHashMap<>();

  public boolean holds(Path directory) {
    return checkpoints.containsKey(directory);
  }

  /** Forgets a checkpoint; restoring it fails from now on. */
  public void remove(Path directory) {
    checkpoints.remove(directory);
  }

  void write(Path directory, Tables tables) {
    if (checkpoints.putIfAbsent(directory, tables) != null) {
      throw new StoreException("the checkpoint " + directory + " exists");
    }
  }

  Tables read(Path directory) {
    Tables tables = checkpoints.get(directory);
    if (tables == null) {
      throw new StoreException("there is no checkpoint " + directory);
    }
    return tables;
  }
}
