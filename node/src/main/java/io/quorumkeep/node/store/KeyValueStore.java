// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Rows of bytes in numbered tables, ordered by unsigned bytes.
 *
 * <p>Reads are safe from any thread and see whole batches only. One thread writes: batches, {@link
 * #checkpoint} and {@link #restore} come from it. A batch that was committed survives a crash of
 * the process together with everything committed before it, or is lost together with everything
 * after it: there is no log here, because the replicated log is one. {@link #checkpoint} makes what
 * was committed before it durable, both in the checkpoint and in this store: no crash loses it any
 * more.
 *
 * <p>A failure of the disk or damage to a file throws {@link StoreException}, which names the file
 * where it can; the process must stop. Once a write has failed, every later call fails.
 *
 * <p>Arrays returned belong to the caller.
 */
public interface KeyValueStore extends Rows, AutoCloseable {
  /** Returns the row with the greatest key at or before {@code key}, or null. */
  @Nullable Row floor(Table table, byte[] key);

  /**
   * A view of all tables at one moment; to be closed. After the store was restored or closed a view
   * of it throws {@link IllegalStateException}.
   */
  View view();

  /**
   * Starts a batch. At most one is open at a time.
   *
   * @throws IllegalStateException if one is open
   */
  Batch begin();

  /**
   * Writes everything committed so far into {@code directory}, which does not exist yet while its
   * parent does, and forces it to disk.
   */
  void checkpoint(Path directory);

  /**
   * Replaces all rows by those of a checkpoint, whose files stay as they are. A crash in the middle
   * leaves either the old rows or the new ones.
   *
   * @throws IllegalStateException if a batch is open
   */
  void restore(Path directory);

  /** Reads everything on disk and checks every checksum. Slow; safe from any thread. */
  void verify();

  /** Writes what was committed to disk and ends. May be called twice. */
  @Override
  void close();

  /** One row. */
  @SuppressWarnings("ArrayRecordComponent") // never compared: a pair of arrays just read
  record Row(byte[] key, byte[] value) {}

  /** All tables as they were at one moment. */
  interface View extends Rows, AutoCloseable {
    @Override
    void close();
  }

  /**
   * Changes that appear together, the last of two for one key counting. The arrays given belong to
   * the batch until it is closed.
   */
  interface Batch extends AutoCloseable {
    void put(Table table, byte[] key, byte[] value);

    void delete(Table table, byte[] key);

    /** Makes the changes appear. Nothing can be added afterwards. */
    void commit();

    /** Drops what was not committed. */
    @Override
    void close();
  }
}
