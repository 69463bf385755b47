// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TCP address, not yet resolved.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without its brackets
 * @param port 1 to 65535
 */
public record HostAndPort(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([a-zA-Z0-9._-]+)):([0-9]{1,5})");
  private static final int MAX_PORT = 65_535;

  public HostAndPort {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("port " + port + " is not within 1 to " + MAX_PORT);
    }
  }

  /**
   * Parses {@code host:port} or {@code [ipv6]:port}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static HostAndPort parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not host:port");
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return new HostAndPort(host, Integer.parseInt(matcher.group(3)));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
