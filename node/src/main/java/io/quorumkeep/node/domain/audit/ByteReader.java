// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.audit;

import io.quorumkeep.node.domain.CorruptLogException;
import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteWriter} wrote, and nothing else. */
final class ByteReader {
  private final byte[] bytes;
  private int position;

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int u8() {
    need(1);
    return bytes[position++] & 0xff;
  }

  int u32() {
    need(4);
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | (bytes[position++] & 0xff);
    }
    return value;
  }

  long u64() {
    long high = u32();
    return high << 32 | (u32() & 0xffffffffL);
  }

  String str() {
    int size = u32();
    need(size);
    String value = new String(bytes, position, size, StandardCharsets.UTF_8);
    position += size;
    return value;
  }

  /** Checks that nothing is left. */
  void end() {
    if (position != bytes.length) {
      throw new CorruptLogException("audit record has bytes after its end");
    }
  }

  private void need(int size) {
    if (size < 0 || size > bytes.length - position) {
      throw new CorruptLogException("audit record is cut short");
    }
  }
}
