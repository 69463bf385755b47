// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import java.util.ArrayDeque;
import java.util.Deque;
import org.rocksdb.AbstractNativeReference;

/**
 * Native objects that are freed together, the last one first. Options and caches must outlive the
 * database that uses them, and the garbage collector would free neither.
 */
final class NativeObjects implements AutoCloseable {
  private final Deque<AbstractNativeReference> objects = new ArrayDeque<>();

  <T extends AbstractNativeReference> T own(T object) {
    objects.push(object);
    return object;
  }

  @Override
  public void close() {
    while (!objects.isEmpty()) {
      objects.pop().close();
    }
  }
}
