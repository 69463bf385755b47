// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import org.jspecify.annotations.Nullable;

/** An address with a port, as {@code 10.0.0.1:5000} or {@code [::1]:5000}. */
record SourceAddress(String ip, int port) {
  private static final int MAX_PORT_DIGITS = 5;
  private static final int MAX_PORT = 65_535;

  /** Returns null if {@code source} is anything else. */
  static @Nullable SourceAddress parse(String source) {
    int colon = source.lastIndexOf(':');
    int port = colon < 0 ? -1 : port(source, colon + 1);
    if (port < 0) {
      return null;
    }
    int from = 0;
    int to = colon;
    if (colon > 2 && source.charAt(0) == '[' && source.charAt(colon - 1) == ']') {
      from = 1;
      to = colon - 1;
    }
    return isAddress(source, from, to) ? new SourceAddress(source.substring(from, to), port) : null;
  }

  private static int port(String source, int from) {
    int digits = source.length() - from;
    if (digits < 1 || digits > MAX_PORT_DIGITS) {
      return -1;
    }
    int port = 0;
    for (int i = from; i < source.length(); i++) {
      int digit = source.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      port = port * 10 + digit;
    }
    return port > MAX_PORT ? -1 : port;
  }

  private static boolean isAddress(String source, int from, int to) {
    boolean separated = false;
    for (int i = from; i < to; i++) {
      char c = source.charAt(i);
      if (c == '.' || c == ':') {
        separated = true;
      } else if (Character.digit(c, 16) < 0 || c > 'f') {
        return false;
      }
    }
    return separated;
  }
}
