// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends big-endian integers and length-prefixed strings to a growing array. */
final class ByteWriter {
  private byte[] bytes;
  private int length;

  ByteWriter(int capacity) {
    bytes = new byte[capacity];
  }

  void u8(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  void u32(int value) {
    room(4);
    put32(value);
  }

  void u64(long value) {
    room(8);
    put32((int) (value >>> 32));
    put32((int) value);
  }

  void str(String value) {
    // Nearly all strings here are ASCII, and then need no array of their own.
    int size = value.length();
    room(4 + size);
    int start = length;
    put32(size);
    for (int i = 0; i < size; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        length = start;
        utf8(value);
        return;
      }
      bytes[length++] = (byte) c;
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void utf8(String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    room(4 + encoded.length);
    put32(encoded.length);
    System.arraycopy(encoded, 0, bytes, length, encoded.length);
    length += encoded.length;
  }

  private void put32(int value) {
    bytes[length] = (byte) (value >>> 24);
    bytes[length + 1] = (byte) (value >>> 16);
    bytes[length + 2] = (byte) (value >>> 8);
    bytes[length + 3] = (byte) value;
    length += 4;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
