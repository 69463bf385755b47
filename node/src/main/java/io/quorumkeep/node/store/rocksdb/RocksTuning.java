// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

/**
 * How much memory the store may take beside the Java heap.
 *
 * @param blockCacheBytes blocks, indexes and filters of files, shared by all tables
 * @param writeBufferBytes rows not yet in files, of all tables together. A flush starts when they
 *     reach seven eighths; up to half as much again is in use while it runs.
 */
public record RocksTuning(long blockCacheBytes, long writeBufferBytes) {
  /** 128 MiB of cache; 96 MiB of write buffers, which is about a thousand full log entries. */
  public static final RocksTuning DEFAULT = new RocksTuning(128L << 20, 96L << 20);

  private static final long SMALLEST = 64L << 10;

  public RocksTuning {
    if (blockCacheBytes < SMALLEST || writeBufferBytes < SMALLEST) {
      throw new IllegalArgumentException(
          "block cache ("
              + blockCacheBytes
              + " bytes) and write buffers ("
              + writeBufferBytes
              + " bytes) must each be at least "
              + SMALLEST);
    }
  }

  /** The same with a block cache of another size. */
  public RocksTuning withBlockCache(long bytes) {
    return new RocksTuning(bytes, writeBufferBytes);
  }
}
