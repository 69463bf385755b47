// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.audit;

import io.quorumkeep.node.domain.CorruptLogException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote, and nothing else. */
final class ByteReader {
  private static final char REPLACEMENT = '\ufffd';

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
    if (value.indexOf(REPLACEMENT) >= 0 && !isEncodedHere(value, size)) {
      throw new CorruptLogException("audit record has text that is not UTF-8");
    }
    position += size;
    return value;
  }

  /** Whether a replacement character stands there, or something that has no other reading. */
  private boolean isEncodedHere(String value, int size) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(encoded, 0, encoded.length, bytes, position, position + size);
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
