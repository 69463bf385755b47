// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import io.quorumkeep.node.domain.audit.ChainHead;
import java.nio.ByteBuffer;
import java.util.List;

/** Rows of {@link Table#AUDIT}: the records of one log entry, one after the other. */
public final class AuditRows {
  private static final byte FORMAT = 1;

  private AuditRows() {}

  /** {@code u8 format, 32 bytes head before, then for each record u32 length and the record}. */
  public static byte[] encode(ChainHead before, List<byte[]> records) {
    int size = 1 + before.digest().length;
    for (byte[] record : records) {
      size += 4 + record.length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).put(FORMAT).put(before.digest());
    for (byte[] record : records) {
      out.putInt(record.length).put(record);
    }
    return out.array();
  }
}
