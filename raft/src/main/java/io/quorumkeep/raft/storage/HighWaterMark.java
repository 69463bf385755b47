// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.storage;

import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.StartRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The highest log position that this node knows to be committed and to be in its own log.
 *
 * <p>It is written after each apply, which survives the death of the process, and forced to disk at
 * least once a second, which bounds what a power cut can hide. It only rises.
 *
 * <p>The file has two slots of 512 bytes, a sector each, written in turn, so a torn write leaves
 * the other one. A slot is, big-endian: magic (8 bytes), sequence (8), term (8), index (8), CRC-32C
 * of the bytes before (4).
 */
public final class HighWaterMark implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HighWaterMark.class);
  private static final long MAGIC = 0x514b_4857_4d31_0a00L;
  private static final int SLOT_BYTES = 512;
  private static final int CRC_OFFSET = 32;
  private static final int USED_BYTES = 36;
  private static final Duration FORCE_INTERVAL = Duration.ofMillis(500);

  private final Path file;
  private final FileChannel channel;
  private final ScheduledExecutorService forcer;
  private final ByteBuffer slot = ByteBuffer.allocateDirect(SLOT_BYTES);
  private long sequence;
  private volatile LogPosition position;
  private volatile boolean dirty;

  private HighWaterMark(Path file, FileChannel channel, Slot last) {
    this.file = file;
    this.channel = channel;
    this.sequence = last.sequence();
    this.position = last.position();
    this.forcer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "high-water-mark");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Opens the mark.
   *
   * @param logExists whether this node has a log; then the mark must exist, too
   * @throws StartRefusedException if the mark is missing beside a log, or unreadable
   */
  public static HighWaterMark open(Path file, boolean logExists) {
    try {
      boolean fresh = !Files.exists(file);
      if (fresh && logExists) {
        throw new StartRefusedException(
            "the high-water mark "
                + file
                + " is missing although there is a log beside it. Put the file back; if that is"
                + " impossible, remove the whole directory and let the node join as a new member");
      }
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      HighWaterMark mark =
          new HighWaterMark(file, channel, fresh ? Slot.EMPTY : read(file, channel));
      if (fresh) {
        mark.write(LogPosition.NONE);
        mark.write(LogPosition.NONE);
        channel.force(true);
        DurableDirectories.force(file.toAbsolutePath().resolveSibling("."));
      }
      ScheduledFuture<?> unused =
          mark.forcer.scheduleWithFixedDelay(
              mark::forceQuietly,
              FORCE_INTERVAL.toMillis(),
              FORCE_INTERVAL.toMillis(),
              TimeUnit.MILLISECONDS);
      return mark;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the high-water mark " + file, e);
    }
  }

  public Path file() {
    return file;
  }

  public LogPosition position() {
    return position;
  }

  /** Raises the mark; a position at or below it changes nothing. Called by one thread at a time. */
  public void raise(LogPosition to) {
    if (to.index() <= position.index()) {
      return;
    }
    try {
      write(to);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the high-water mark " + file, e);
    }
  }

  @Override
  public void close() {
    forcer.shutdownNow();
    try {
      channel.force(false);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the high-water mark " + file, e);
    }
  }

  private void write(LogPosition to) throws IOException {
    long next = sequence + 1;
    slot.clear();
    slot.putLong(MAGIC).putLong(next).putLong(to.term()).putLong(to.index());
    slot.putInt(crc(slot.duplicate().flip()));
    slot.flip();
    long start = (next & 1) * SLOT_BYTES;
    while (slot.hasRemaining()) {
      channel.write(slot, start + slot.position());
    }
    sequence = next;
    position = to;
    dirty = true;
  }

  private void forceQuietly() {
    if (!dirty) {
      return;
    }
    try {
      dirty = false;
      channel.force(false);
    } catch (IOException e) {
      dirty = true;
      LOG.error("cannot force the high-water mark {}", file, e);
    }
  }

  private static Slot read(Path file, FileChannel channel) throws IOException {
    Slot first = readSlot(channel, 0);
    Slot second = readSlot(channel, SLOT_BYTES);
    Slot last = first.sequence() > second.sequence() ? first : second;
    if (last.sequence() == 0) {
      throw new StartRefusedException(
          "the high-water mark "
              + file
              + " is damaged. Nothing shows how far the log must reach: remove the whole directory"
              + " and let the node join as a new member");
    }
    return last;
  }

  private static Slot readSlot(FileChannel channel, long start) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(USED_BYTES);
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes, start + bytes.position());
    }
    bytes.flip();
    if (bytes.remaining() < USED_BYTES
        || bytes.getLong(0) != MAGIC
        || bytes.getInt(CRC_OFFSET) != crc(bytes.duplicate().limit(CRC_OFFSET))) {
      return Slot.EMPTY;
    }
    return new Slot(bytes.getLong(8), new LogPosition(bytes.getLong(16), bytes.getLong(24)));
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private record Slot(long sequence, LogPosition position) {
    static final Slot EMPTY = new Slot(0, LogPosition.NONE);
  }
}
