// SPDX-License-Identifier: Apache-2.0
/**
 * The store in production: RocksDB, one column family for each table, no write-ahead log.
 *
 * <p>{@link io.quorumkeep.node.store.rocksdb.RocksKeyValueStore} is the way in. This is the only
 * package that imports {@code org.rocksdb}; nothing of RocksDB appears in a public signature.
 *
 * <p>What guards the data: every block has a checksum that is checked on each read, all column
 * families are flushed together, an unexpected or missing family is refused, and the file LIVE says
 * which database is the current one and up to which sequence number it is known to be on disk. That
 * last number is needed because RocksDB takes a manifest whose tail is gone for an older database
 * and opens it without complaint.
 */
@NullMarked
package io.quorumkeep.node.store.rocksdb;

import org.jspecify.annotations.NullMarked;
