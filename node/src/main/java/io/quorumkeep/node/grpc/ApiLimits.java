// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import java.time.Duration;

/**
 * What the client plane takes from one client, and from all. Whatever is beyond is refused, or the
 * connection is closed.
 *
 * @param maxMessageBytes of one request
 * @param maxMetadataBytes of the headers of one call
 * @param maxCallsPerConnection calls that a connection may have under way
 * @param maxConnectionsPerPrincipal connections of one principal
 * @param maxConnections connections of all
 * @param maxResetsPerWindow streams that a connection may reset within {@code resetWindow}; whoever
 *     opens calls only to reset them (CVE-2023-44487) is disconnected
 * @param resetWindow whole seconds
 * @param keepAlive how often a client may ping at most
 * @param handshakeTimeout from the connection to the end of its TLS and HTTP/2 handshakes
 */
public record ApiLimits(
    int maxMessageBytes,
    int maxMetadataBytes,
    int maxCallsPerConnection,
    int maxConnectionsPerPrincipal,
    int maxConnections,
    int maxResetsPerWindow,
    Duration resetWindow,
    Duration keepAlive,
    Duration handshakeTimeout) {
  public static final ApiLimits DEFAULTS =
      new ApiLimits(
          256 * 1024,
          8 * 1024,
          2_048,
          64,
          2_048,
          200,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5));

  public ApiLimits {
    requirePositive(maxMessageBytes, "maxMessageBytes");
    requirePositive(maxMetadataBytes, "maxMetadataBytes");
    requirePositive(maxCallsPerConnection, "maxCallsPerConnection");
    requirePositive(maxConnectionsPerPrincipal, "maxConnectionsPerPrincipal");
    requirePositive(maxConnections, "maxConnections");
    requirePositive(maxResetsPerWindow, "maxResetsPerWindow");
    requirePositive(resetWindow.toSeconds(), "resetWindow");
    requirePositive(keepAlive.toMillis(), "keepAlive");
    requirePositive(handshakeTimeout.toMillis(), "handshakeTimeout");
  }

  private static void requirePositive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
