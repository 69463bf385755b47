// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that were asked for lately, up to a number; those not asked for longest go first, but only
 * when told: what an entry changed is nowhere else until it is committed.
 */
final class Recent<K, V> {
  private static final int INITIAL_CAPACITY = 1024;
  private static final float LOAD_FACTOR = 0.75f;

  private final Map<K, V> values = new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true);
  private final int capacity;

  Recent(int capacity) {
    this.capacity = capacity;
  }

  @Nullable V get(K key) {
    return values.get(key);
  }

  void put(K key, V value) {
    values.put(key, value);
  }

  /** Forgets what is beyond the capacity. */
  void trim() {
    Iterator<V> eldest = values.values().iterator();
    for (int excess = values.size() - capacity; excess > 0; excess--) {
      eldest.next();
      eldest.remove();
    }
  }
}
