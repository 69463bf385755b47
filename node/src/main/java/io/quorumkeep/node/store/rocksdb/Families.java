// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorumkeep.node.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ChecksumType;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.Filter;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;

/** Which column family holds which table, and how each is laid out. */
final class Families {
  private static final int FORMAT_VERSION = 6;
  private static final double BITS_PER_KEY = 10;
  private static final long SMALL_BLOCK_BYTES = 4 << 10;
  private static final long LARGE_BLOCK_BYTES = 32 << 10;
  private static final int MAX_WRITE_BUFFERS = 3;
  private static final int CACHE_SHARD_BITS = -1; // by size
  private static final double SHARE_FOR_INDEXES = 0.5;

  /**
   * Of a family's write buffer. REQUESTS is about a fifth of what is written, so this is some
   * thirty bits for each of its keys.
   */
  private static final double MEMTABLE_FILTER_SHARE = 0.02;

  private final NativeObjects natives;
  private final RocksTuning tuning;
  private final Cache cache;
  private final Filter filter;

  Families(NativeObjects natives, RocksTuning tuning) {
    this.natives = natives;
    this.tuning = tuning;
    this.cache =
        natives.own(
            new LRUCache(tuning.blockCacheBytes(), CACHE_SHARD_BITS, false, SHARE_FOR_INDEXES));
    this.filter = natives.own(new BloomFilter(BITS_PER_KEY));
  }

  /**
   * The name of the family that holds {@code table}. The number is what counts for life; the word
   * is for whoever looks at the files with RocksDB's own tools.
   */
  static String nameOf(Table table) {
    return String.format(
        Locale.ROOT, "%02d-%s", table.number(), table.name().toLowerCase(Locale.ROOT));
  }

  /** RocksDB's own family first, which stays empty, then one for each table in its order. */
  List<ColumnFamilyDescriptor> descriptors() {
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    descriptors.add(
        new ColumnFamilyDescriptor(
            RocksDB.DEFAULT_COLUMN_FAMILY, scannedFamily(SMALL_BLOCK_BYTES)));
    for (Table table : Table.values()) {
      descriptors.add(new ColumnFamilyDescriptor(nameOf(table).getBytes(UTF_8), optionsOf(table)));
    }
    return descriptors;
  }

  private ColumnFamilyOptions optionsOf(Table table) {
    return switch (table) {
      case REQUESTS -> absentKeyFamily();
      case KEYS, VERSIONS, USAGE, GRANTS, NAMESPACES, PROPOSALS, IMAGES -> pointFamily();
      case CLUSTER, REQUEST_EXPIRY, DUE, KEY_HISTORY, ERASURE, CERTIFICATES ->
          scannedFamily(SMALL_BLOCK_BYTES);
      case EVENTS, AUDIT -> scannedFamily(LARGE_BLOCK_BYTES);
    };
  }

  /**
   * Rows that are mostly looked up in vain, once for each use of a key: the filter of the memtable
   * spares walking its skip list, those of the files spare reading them. Keys and values are random
   * bytes, so compressing them would only cost time.
   */
  private ColumnFamilyOptions absentKeyFamily() {
    return pointFamily()
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setMemtablePrefixBloomSizeRatio(MEMTABLE_FILTER_SHARE)
        .setMemtableWholeKeyFiltering(true);
  }

  private ColumnFamilyOptions pointFamily() {
    return family(blocks(SMALL_BLOCK_BYTES).setFilterPolicy(filter).setWholeKeyFiltering(true));
  }

  private ColumnFamilyOptions scannedFamily(long blockBytes) {
    return family(blocks(blockBytes));
  }

  private BlockBasedTableConfig blocks(long blockBytes) {
    return new BlockBasedTableConfig()
        .setFormatVersion(FORMAT_VERSION)
        .setChecksumType(ChecksumType.kXXH3)
        .setBlockSize(blockBytes)
        .setBlockCache(cache)
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setPinL0FilterAndIndexBlocksInCache(true);
  }

  private ColumnFamilyOptions family(BlockBasedTableConfig blocks) {
    return natives
        .own(new ColumnFamilyOptions())
        .setTableFormatConfig(blocks)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setWriteBufferSize(tuning.writeBufferBytes())
        .setMaxWriteBufferNumber(MAX_WRITE_BUFFERS)
        .setForceConsistencyChecks(true);
  }
}
