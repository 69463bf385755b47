// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import io.quorumkeep.node.store.StoreException;
import java.io.IOException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Words for what went wrong below: what was being done, and what RocksDB or the system said. */
final class Failures {
  private Failures() {}

  static StoreException during(String action, RocksDBException e) {
    Status status = e.getStatus();
    String kind = status == null ? "" : status.getCode() + ": ";
    return new StoreException("cannot " + action + ": " + kind + e.getMessage(), e);
  }

  static StoreException during(String action, IOException e) {
    return new StoreException(
        "cannot " + action + ": " + e.getClass().getSimpleName() + ": " + e.getMessage(), e);
  }
}
