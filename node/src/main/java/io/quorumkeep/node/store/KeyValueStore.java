// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Rows of bytes in numbered tables, ordered by unsigned bytes.
 *
 * <p>Reads are safe from any thread and see whole batches only. One thread writes. A batch that was
 * committed survives a crash of the process together with everything committed before it, or is
 * lost together with everything after it: there is no log here, because the replicated log is one.
 * {@link #checkpoint} makes what it writes durable.
 *
 * <p>A failure of the disk or damage to a file throws {@link StoreException}, which names the file
 * where it can; the process must stop.
 */
public interface KeyValueStore extends Rows, AutoCloseable {
  /** Returns the row with the greatest key at or before {@code key}, or null. */
  @Nullable Row floor(Table table, byte[] key);

  /** A view of all tables at one moment; to be closed. */
  View view();

  /** Starts a batch. At most one is open at a time. */
  Batch begin();

  /**
   * Writes everything committed so far into {@code directory}, which does not exist yet, and forces
   * it to disk.
   */
  void checkpoint(Path directory);

  /** Replaces all rows by those of a checkpoint, whose files stay as they are. */
  void restore(Path directory);

  /** Reads everything and checks every checksum. Slow. */
  void verify();

  @Override
  void close();

  /** One row. */
  record Row(byte[] key, byte[] value) {}

  /** All tables as they were at one moment. */
  interface View extends Rows, AutoCloseable {
    @Override
    void close();
  }

  /** Changes that appear together. The arrays given belong to the batch until it is closed. */
  interface Batch extends AutoCloseable {
    void put(Table table, byte[] key, byte[] value);

    void delete(Table table, byte[] key);

    void commit();

    /** Drops what was not committed. */
    @Override
    void close();
  }
}
