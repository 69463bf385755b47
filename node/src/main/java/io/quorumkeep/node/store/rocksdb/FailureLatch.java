// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import io.quorumkeep.node.store.StoreException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Remembers the first failure: after it nothing that the store says can be relied on. */
final class FailureLatch {
  private final AtomicReference<@Nullable StoreException> first = new AtomicReference<>();

  /** Remembers {@code failure} unless one came before, and returns it to be thrown. */
  StoreException fail(StoreException failure) {
    first.compareAndSet(null, failure);
    return failure;
  }

  boolean isSet() {
    return first.get() != null;
  }

  void check() {
    StoreException failure = first.get();
    if (failure != null) {
      throw new StoreException("the store failed before: " + failure.getMessage(), failure);
    }
  }
}
