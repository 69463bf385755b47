// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a node listens, as the user wrote it.
 *
 * @param host a name or an address, without the brackets of IPv6
 * @param port 1 to 65,535
 */
public record NodeAddress(String host, int port) {
  /** The port that nodes serve clients on unless told otherwise. */
  public static final int DEFAULT_PORT = 7443;

  private static final int MAX_PORT = 65_535;

  public NodeAddress {
    if (host.isEmpty() || host.chars().anyMatch(Character::isWhitespace) || host.contains("/")) {
      throw new IllegalArgumentException("not a host: \"" + host + "\"");
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /** Reads {@code host:port,host:port}; without a port, {@link #DEFAULT_PORT}. */
  public static List<NodeAddress> parseList(String text) {
    List<NodeAddress> nodes = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        nodes.add(parse(part.strip()));
      }
    }
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException(
          "no node given; write host:port, several separated by commas");
    }
    return nodes;
  }

  static NodeAddress parse(String text) {
    int bracket = text.lastIndexOf(']');
    int colon = text.lastIndexOf(':');
    boolean bareIpv6 = bracket < 0 && colon != text.indexOf(':');
    if (bareIpv6 || colon <= bracket) {
      return new NodeAddress(withoutBrackets(text), DEFAULT_PORT);
    }
    try {
      return new NodeAddress(
          withoutBrackets(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not host:port: \"" + text + "\"", e);
    }
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** As the host is written in an authority: IPv6 in brackets, no port. */
  String authority() {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  @Override
  public String toString() {
    return authority() + ":" + port;
  }
}
