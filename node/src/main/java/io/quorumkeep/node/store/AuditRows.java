// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.Sha256;
import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.store.KeyValueStore.Row;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@link Table#AUDIT}: one for each log entry that wrote records.
 *
 * <p>The key is the sequence of the first record, 8 bytes big-endian. The value, format 1: u8
 * format, the 32-byte chain head before the first record, and for each record a u32 length and the
 * canonical bytes. The head stands in every row so that reading may begin anywhere; reading checks
 * that rows and records follow each other without a gap and that each row continues the chain of
 * the one before it.
 */
public final class AuditRows {
  private static final int FORMAT = 1;
  private static final int DIGEST_BYTES = 32;
  private static final int HEADER_BYTES = 1 + DIGEST_BYTES;
  private static final int SEQUENCE_OFFSET = 1;
  private static final int MIN_RECORD_BYTES = SEQUENCE_OFFSET + Long.BYTES;

  private AuditRows() {}

  /**
   * The value of the row of {@code records}, which begin right after {@code before}.
   *
   * @param records canonical bytes, at least one
   */
  public static byte[] encode(ChainHead before, List<byte[]> records) {
    if (records.isEmpty()) {
      throw new IllegalArgumentException("a row has at least one record");
    }
    int size = HEADER_BYTES;
    for (byte[] record : records) {
      size = Math.addExact(size, Integer.BYTES + record.length);
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put((byte) FORMAT).put(before.digest());
    for (byte[] record : records) {
      out.putInt(record.length).put(record);
    }
    return out.array();
  }

  /**
   * Visits the records from {@code fromSequence} on, as they were at one moment. There may be none.
   *
   * @throws CorruptLogException if records are missing, or are not what a row can hold
   */
  public static void read(Rows rows, Sha256 sha256, long fromSequence, RecordVisitor visitor) {
    Row first = rowAt(rows, fromSequence);
    byte[] start = first == null ? RowKeys.sequence(fromSequence) : first.key();
    Reader reader = new Reader(sha256, fromSequence, visitor);
    rows.scan(Table.AUDIT, start, reader::row);
  }

  /** The canonical bytes of one record, or null if it is not there. The chain is not followed. */
  public static byte @Nullable [] find(Rows rows, long sequence) {
    Row row = sequence < 1 ? null : rowAt(rows, sequence);
    if (row == null) {
      return null;
    }
    long at = sequenceOf(row.key());
    ByteBuffer in = body(row.value(), at);
    while (in.hasRemaining()) {
      int size = recordSize(in, at);
      if (at == sequence) {
        byte[] canonical = new byte[size];
        in.get(canonical);
        return canonical;
      }
      in.position(in.position() + size);
      at++;
    }
    return null;
  }

  /** The row that holds the record if any does: the last that does not begin after it. */
  private static @Nullable Row rowAt(Rows rows, long sequence) {
    @Nullable Row[] found = new Row[1];
    rows.scanBack(
        Table.AUDIT,
        RowKeys.sequence(sequence),
        (key, value) -> {
          found[0] = new Row(key, value);
          return false;
        });
    return found[0];
  }

  /** The sequence of the oldest record there is, or 0. */
  public static long firstSequence(KeyValueStore store) {
    long[] first = {0};
    store.scan(
        Table.AUDIT,
        new byte[0],
        (key, value) -> {
          first[0] = sequenceOf(key);
          return false;
        });
    return first[0];
  }

  /** The sequence of the newest record there is, or 0. */
  public static long lastSequence(KeyValueStore store) {
    Row last = store.floor(Table.AUDIT, RowKeys.sequence(Long.MAX_VALUE));
    if (last == null) {
      return 0;
    }
    long sequence = sequenceOf(last.key()) - 1;
    ByteBuffer in = body(last.value(), sequence + 1);
    while (in.hasRemaining()) {
      int size = recordSize(in, sequence + 1);
      in.position(in.position() + size);
      sequence++;
    }
    return sequence;
  }

  /**
   * The chain head after the record {@code sequence}, or null if that record is not in the store.
   * The head before the oldest record counts as known.
   */
  public static @Nullable ChainHead headAt(KeyValueStore store, Sha256 sha256, long sequence) {
    if (sequence == 0) {
      return ChainHead.start();
    }
    Row next = store.floor(Table.AUDIT, RowKeys.sequence(sequence + 1));
    if (next != null && sequenceOf(next.key()) == sequence + 1) {
      return headBefore(next);
    }
    if (next == null || sequence > lastSequence(store)) {
      return null;
    }
    ChainHead[] found = new ChainHead[1];
    read(
        store,
        sha256,
        sequence,
        (number, canonical, before, after) -> {
          found[0] = new ChainHead(number, after);
          return false;
        });
    return found[0];
  }

  private static ChainHead headBefore(Row row) {
    long sequence = sequenceOf(row.key());
    body(row.value(), sequence);
    return new ChainHead(sequence - 1, Arrays.copyOfRange(row.value(), 1, HEADER_BYTES));
  }

  private static long sequenceOf(byte[] key) {
    long sequence = key.length == Long.BYTES ? RowKeys.sequenceOf(key) : 0;
    if (sequence <= 0) {
      throw new CorruptLogException("audit row has a key that is no sequence");
    }
    return sequence;
  }

  private static ByteBuffer body(byte[] value, long sequence) {
    if (value.length <= HEADER_BYTES || value[0] != FORMAT) {
      throw new CorruptLogException("audit row " + sequence + " has unknown format or no record");
    }
    return ByteBuffer.wrap(value).position(HEADER_BYTES);
  }

  private static int recordSize(ByteBuffer in, long sequence) {
    int size = in.remaining() < Integer.BYTES ? -1 : in.getInt();
    if (size < MIN_RECORD_BYTES || size > in.remaining()) {
      throw new CorruptLogException("audit record " + sequence + " is cut short in its row");
    }
    if (in.getLong(in.position() + SEQUENCE_OFFSET) != sequence) {
      throw new CorruptLogException("audit record " + sequence + " claims another sequence");
    }
    return size;
  }

  /** Sees records one by one; the arrays are the visitor's to keep, and nobody's to change. */
  @FunctionalInterface
  public interface RecordVisitor {
    /**
     * Takes a record.
     *
     * @param canonical its bytes
     * @param headBefore the digest of the chain before it
     * @param headAfter the digest of the chain after it
     * @return false to stop
     */
    boolean visit(long sequence, byte[] canonical, byte[] headBefore, byte[] headAfter);
  }

  /** Walks over rows and checks that each continues what was before it. */
  private static final class Reader {
    private final Sha256 sha256;
    private final long from;
    private final RecordVisitor visitor;
    private @Nullable ChainHead head;

    Reader(Sha256 sha256, long from, RecordVisitor visitor) {
      this.sha256 = sha256;
      this.from = from;
      this.visitor = visitor;
    }

    boolean row(byte[] key, byte[] value) {
      ChainHead start = headBefore(new Row(key, value));
      if (head == null ? start.sequence() + 1 > from : !head.equals(start)) {
        long wanted = head == null ? from : head.sequence() + 1;
        throw new CorruptLogException(
            "audit record "
                + wanted
                + " is missing or breaks the chain: the next row is "
                + (start.sequence() + 1));
      }
      ByteBuffer in = body(value, start.sequence() + 1);
      ChainHead at = start;
      while (in.hasRemaining()) {
        byte[] canonical = new byte[recordSize(in, at.sequence() + 1)];
        in.get(canonical);
        ChainHead next = at.next(canonical, sha256);
        if (next.sequence() >= from
            && !visitor.visit(next.sequence(), canonical, at.digest(), next.digest())) {
          return false;
        }
        at = next;
      }
      head = at;
      return true;
    }
  }
}
