// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Appends JSON to a growing array, in the forms of RFC 8785: integers in plain decimal, strings
 * with the shortest escapes and otherwise as they are.
 */
final class JsonBytes {
  private static final int USUAL_SIZE = 4_096;
  private static final int LONGEST_NUMBER = 20;
  private static final int LONGEST_ESCAPE = 6;
  private static final int UUID_SIZE = 36;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[USUAL_SIZE];
  private int length;

  void clear() {
    length = 0;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Appends ASCII as it is. */
  JsonBytes raw(String ascii) {
    int size = ascii.length();
    room(size);
    copyLatin(ascii, size);
    return this;
  }

  /** Appends a string with its quotes. */
  JsonBytes string(String text) {
    return raw("\"").escaped(text).raw("\"");
  }

  /** Appends what stands between the quotes of a string. */
  JsonBytes escaped(String text) {
    int size = text.length();
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c > '~') {
        return escapedSlowly(text);
      }
    }
    return raw(text);
  }

  JsonBytes number(long value) {
    if (value < 0) {
      return raw(Long.toString(value));
    }
    int digits = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    room(LONGEST_NUMBER);
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  JsonBytes hex(byte[] digest) {
    room(digest.length * 2);
    for (byte b : digest) {
      bytes[length++] = HEX[(b >> 4) & 0xf];
      bytes[length++] = HEX[b & 0xf];
    }
    return this;
  }

  /** Appends a UUID in its usual form. */
  JsonBytes uuid(long high, long low) {
    room(UUID_SIZE);
    digits(high, 32, 8);
    bytes[length++] = '-';
    digits(high, 16, 4);
    bytes[length++] = '-';
    digits(high, 0, 4);
    bytes[length++] = '-';
    digits(low, 48, 4);
    bytes[length++] = '-';
    digits(low, 0, 12);
    return this;
  }

  private void digits(long value, int shift, int count) {
    for (int i = count - 1; i >= 0; i--) {
      bytes[length++] = HEX[(int) (value >>> (shift + 4 * i)) & 0xf];
    }
  }

  private JsonBytes escapedSlowly(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    room(utf8.length * LONGEST_ESCAPE);
    for (byte b : utf8) {
      switch (b) {
        case '"', '\\' -> pair(b);
        case '\b' -> pair((byte) 'b');
        case '\t' -> pair((byte) 't');
        case '\n' -> pair((byte) 'n');
        case '\f' -> pair((byte) 'f');
        case '\r' -> pair((byte) 'r');
        default -> {
          if (b >= 0 && b < ' ') {
            raw("\\u00");
            bytes[length++] = HEX[b >> 4];
            bytes[length++] = HEX[b & 0xf];
          } else {
            bytes[length++] = b;
          }
        }
      }
    }
    return this;
  }

  private void pair(byte second) {
    bytes[length++] = '\\';
    bytes[length++] = second;
  }

  // The one method of String that copies without an array in between; right for ASCII only.
  @SuppressWarnings("deprecation")
  private void copyLatin(String ascii, int size) {
    ascii.getBytes(0, size, bytes, length);
    length += size;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
