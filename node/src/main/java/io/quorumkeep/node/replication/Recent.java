// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values that were asked for lately, up to a number; the one not asked for longest goes first. */
final class Recent<K, V> extends LinkedHashMap<K, V> {
  @Serial private static final long serialVersionUID = 1L;
  private static final int INITIAL_CAPACITY = 1024;
  private static final float LOAD_FACTOR = 0.75f;

  private final int capacity;

  Recent(int capacity) {
    super(INITIAL_CAPACITY, LOAD_FACTOR, true);
    this.capacity = capacity;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > capacity;
  }
}
