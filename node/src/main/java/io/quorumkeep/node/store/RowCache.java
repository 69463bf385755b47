// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory beside the Java heap, as the store has them: of no weight for the collector
 * however many there are, and several times as fast to get as from the store.
 *
 * <p>Rows lie in one ring, one after the other; a new one goes where the oldest is and takes its
 * place. One that is asked for shortly before its end is written again, so what is in use stays.
 * Memory is taken as the ring fills for the first time. Where a row is stands in an index of small
 * sets: if one is full its oldest row is forgotten, so no choice of names makes a search long.
 *
 * <p>For one thread.
 */
final class RowCache {
  private static final int SEGMENT_BITS = 6;
  private static final int WAYS = 16;
  private static final int SMALLEST_SEGMENT = WAYS;
  private static final int ALIGNMENT = 8;
  private static final int MAX_CHUNK_BYTES = 4 << 20;
  private static final int CHUNKS = 16;

  /** Of one row with its key, header and padding; some twice as much is what rows of keys take. */
  private static final int BYTES_PER_SLOT = 64;

  /** A row that is asked for in the oldest part of the ring, so much of it, is written again. */
  private static final int OLD_PART = 8;

  // A slot: sixteen bits of the hash, then the position divided by the alignment, plus one.
  private static final int TAG_BITS = 16;
  private static final long POSITION_MASK = -1L >>> TAG_BITS;

  // A row in the ring: table, length of the key, length of the value, room for the value.
  private static final int TABLE_AT = 0;
  private static final int KEY_LENGTH_AT = 2;
  private static final int LENGTH_AT = 4;
  private static final int ROOM_AT = 8;
  private static final int HEADER_BYTES = 12;
  private static final int MAX_KEY_BYTES = 1 << 10;
  private static final int MAX_VALUE_BYTES = 8 << 10;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int chunkBytes;
  private final @Nullable ByteBuffer[] chunks;
  private final long[][] index = new long[1 << SEGMENT_BITS][];
  private final int largestSegment;
  private final byte[] scratch = new byte[MAX_KEY_BYTES];
  private long head;

  /**
   * An empty cache.
   *
   * @param bytes what its rows may take, at least 64 KiB; the index takes up to an eighth as much
   *     on the heap
   */
  RowCache(long bytes) {
    if (bytes < 64L << 10) {
      throw new IllegalArgumentException("a cache of rows has at least 64 KiB");
    }
    this.chunkBytes = (int) Math.min(MAX_CHUNK_BYTES, bytes / CHUNKS / ALIGNMENT * ALIGNMENT);
    this.chunks = new ByteBuffer[Math.toIntExact(bytes / chunkBytes)];
    long slots = (bytes / BYTES_PER_SLOT) >>> SEGMENT_BITS;
    this.largestSegment =
        (int) Long.highestOneBit(Math.min(1 << 28, Math.max(SMALLEST_SEGMENT, slots)));
    clear();
  }

  /** Forgets everything, and keeps the memory. */
  void clear() {
    for (int segment = 0; segment < index.length; segment++) {
      index[segment] = new long[SMALLEST_SEGMENT];
    }
    head = 0;
  }

  /** Returns the value of a row, or null if it is not known here. */
  byte @Nullable [] get(Table table, byte[] key) {
    long hash = hash(table, key);
    int slot = find(hash, table, key);
    if (slot < 0) {
      return null;
    }
    long position = position(segment(hash)[slot]);
    ByteBuffer chunk = chunk(position);
    int at = offset(position);
    byte[] value = new byte[chunk.getInt(at + LENGTH_AT)];
    chunk.get(at + HEADER_BYTES + key.length, value);
    if (head - position > capacity() - capacity() / OLD_PART) {
      segment(hash)[slot] = slot(hash, append(table, key, value));
    }
    return value;
  }

  /** Takes a row in. */
  void put(Table table, byte[] key, byte[] value) {
    if (!replace(table, key, value) && fits(key, value)) {
      long hash = hash(table, key);
      // First the row and then its slot: the row may take the place of one that has a slot now.
      long content = slot(hash, append(table, key, value));
      int slot = free(hash);
      segment(hash)[slot] = content;
    }
  }

  /** Changes a row if it is known here, and returns whether it was. */
  boolean replace(Table table, byte[] key, byte[] value) {
    long hash = hash(table, key);
    int slot = find(hash, table, key);
    if (slot < 0) {
      return false;
    }
    long position = position(segment(hash)[slot]);
    ByteBuffer chunk = chunk(position);
    int at = offset(position);
    if (value.length <= chunk.getInt(at + ROOM_AT)) {
      chunk.putInt(at + LENGTH_AT, value.length);
      chunk.put(at + HEADER_BYTES + key.length, value);
    } else {
      segment(hash)[slot] = fits(key, value) ? slot(hash, append(table, key, value)) : 0;
    }
    return true;
  }

  /** Forgets a row. */
  void remove(Table table, byte[] key) {
    long hash = hash(table, key);
    int slot = find(hash, table, key);
    if (slot >= 0) {
      segment(hash)[slot] = 0;
    }
  }

  private boolean fits(byte[] key, byte[] value) {
    return key.length <= MAX_KEY_BYTES
        && value.length <= MAX_VALUE_BYTES
        && size(key, value) <= chunkBytes;
  }

  private static int size(byte[] key, byte[] value) {
    return aligned(HEADER_BYTES + key.length + value.length);
  }

  private static int aligned(int bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private long capacity() {
    return (long) chunkBytes * chunks.length;
  }

  /** Writes a row at the head of the ring, and returns its position. */
  private long append(Table table, byte[] key, byte[] value) {
    int size = size(key, value);
    int left = chunkBytes - offset(head);
    if (size > left) {
      head += left;
    }
    long position = head;
    ByteBuffer chunk = chunk(position);
    int at = offset(position);
    chunk.put(at + TABLE_AT, (byte) table.number());
    chunk.putShort(at + KEY_LENGTH_AT, (short) key.length);
    chunk.putInt(at + LENGTH_AT, value.length);
    chunk.putInt(at + ROOM_AT, size - HEADER_BYTES - key.length);
    chunk.put(at + HEADER_BYTES, key);
    chunk.put(at + HEADER_BYTES + key.length, value);
    head += size;
    return position;
  }

  private ByteBuffer chunk(long position) {
    int number = (int) (position / chunkBytes % chunks.length);
    ByteBuffer chunk = chunks[number];
    if (chunk == null) {
      chunk = ByteBuffer.allocateDirect(chunkBytes);
      chunks[number] = chunk;
    }
    return chunk;
  }

  private int offset(long position) {
    return (int) (position % chunkBytes);
  }

  /**
   * Whether what was written at {@code position} is still there. A whole chunk is given up at once:
   * what the head skips at the end of one is never written over.
   */
  private boolean isThere(long position) {
    return position / chunkBytes + chunks.length > (head - 1) / chunkBytes;
  }

  /** Returns the slot of a row in its segment, or -1. */
  private int find(long hash, Table table, byte[] key) {
    long[] segment = segment(hash);
    int first = firstOf(hash, segment);
    for (int slot = first; slot < first + WAYS; slot++) {
      long content = segment[slot];
      if (content != 0 && (content ^ hash) >>> (Long.SIZE - TAG_BITS) == 0) {
        long position = position(content);
        if (isThere(position) && isRow(position, table, key)) {
          return slot;
        }
      }
    }
    return -1;
  }

  private boolean isRow(long position, Table table, byte[] key) {
    ByteBuffer chunk = chunk(position);
    int at = offset(position);
    if (chunk.get(at + TABLE_AT) != table.number()
        || chunk.getShort(at + KEY_LENGTH_AT) != key.length) {
      return false;
    }
    chunk.get(at + HEADER_BYTES, scratch, 0, key.length);
    return Arrays.equals(scratch, 0, key.length, key, 0, key.length);
  }

  /** Returns the slot for a new row: an empty one of its set, or that of the oldest row there. */
  private int free(long hash) {
    while (true) {
      long[] segment = segment(hash);
      int first = firstOf(hash, segment);
      int oldest = first;
      for (int slot = first; slot < first + WAYS; slot++) {
        if (segment[slot] == 0 || !isThere(position(segment[slot]))) {
          return slot;
        }
        if (position(segment[slot]) < position(segment[oldest])) {
          oldest = slot;
        }
      }
      if (segment.length >= largestSegment) {
        return oldest;
      }
      grow(hash);
    }
  }

  private void grow(long hash) {
    long[] small = segment(hash);
    long[] large = new long[small.length * 2];
    index[segmentOf(hash)] = large;
    for (long content : small) {
      if (content != 0 && isThere(position(content))) {
        int first = firstOf(hashAt(position(content)), large);
        int slot = first;
        while (large[slot] != 0) {
          slot++; // half as many rows share a set now as did before
        }
        large[slot] = content;
      }
    }
  }

  private long hashAt(long position) {
    ByteBuffer chunk = chunk(position);
    int at = offset(position);
    byte[] key = new byte[chunk.getShort(at + KEY_LENGTH_AT)];
    chunk.get(at + HEADER_BYTES, key);
    return hash(chunk.get(at + TABLE_AT), key);
  }

  private long[] segment(long hash) {
    return index[segmentOf(hash)];
  }

  private static int segmentOf(long hash) {
    return (int) hash & ((1 << SEGMENT_BITS) - 1);
  }

  /** The first slot of the set of a row. */
  private static int firstOf(long hash, long[] segment) {
    return (int) (hash >>> SEGMENT_BITS) & (segment.length - 1) & -WAYS;
  }

  private static long slot(long hash, long position) {
    return (hash & ~POSITION_MASK) | (position / ALIGNMENT + 1);
  }

  private static long position(long content) {
    return ((content & POSITION_MASK) - 1) * ALIGNMENT;
  }

  private static long hash(Table table, byte[] key) {
    return hash(table.number(), key);
  }

  private static long hash(int table, byte[] key) {
    long hash = ((table + 1) * MULTIPLIER) ^ key.length;
    int at = 0;
    for (; at <= key.length - Long.BYTES; at += Long.BYTES) {
      hash = mixed(hash ^ (long) LONGS.get(key, at));
    }
    long rest = 0;
    for (; at < key.length; at++) {
      rest = (rest << Byte.SIZE) | (key[at] & 0xff);
    }
    return mixed(mixed(hash ^ rest));
  }

  private static long mixed(long value) {
    long product = value * MULTIPLIER;
    return product ^ (product >>> 29);
  }
}
