// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the client plane is served.
 *
 * @param address where to listen; port 0 for any that is free
 * @param trustDomain of the SPIFFE ids of clients, such as {@code example.org}
 * @param tls this node's certificate, and who certifies clients
 * @param eventLoops threads that serve connections. One is best on small machines: more of them
 *     take turns on the same work
 * @param maxConnectionAge after which clients are asked to connect again, so that new nodes get
 *     their share and expired certificates go
 * @param grace what calls get to end, when a connection is too old or the server stops
 */
public record ApiServerSettings(
    InetSocketAddress address,
    String trustDomain,
    TlsFiles tls,
    int eventLoops,
    Duration maxConnectionAge,
    Duration grace,
    ApiLimits limits) {
  public static final int DEFAULT_EVENT_LOOPS = 1;
  public static final Duration DEFAULT_CONNECTION_AGE = Duration.ofMinutes(30);
  public static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

  public ApiServerSettings {
    if (eventLoops < 1) {
      throw new IllegalArgumentException("eventLoops must be positive, not " + eventLoops);
    }
  }

  /** With the defaults for all that can be left open. */
  public static ApiServerSettings of(InetSocketAddress address, String trustDomain, TlsFiles tls) {
    return new ApiServerSettings(
        address,
        trustDomain,
        tls,
        DEFAULT_EVENT_LOOPS,
        DEFAULT_CONNECTION_AGE,
        DEFAULT_GRACE,
        ApiLimits.DEFAULTS);
  }

  /** The same with other limits. */
  public ApiServerSettings with(ApiLimits others) {
    return new ApiServerSettings(
        address, trustDomain, tls, eventLoops, maxConnectionAge, grace, others);
  }

  /**
   * PEM files.
   *
   * @param certificate this node's, with its chain
   * @param key its private key, PKCS#8, unencrypted
   * @param clientCa the authorities that certify clients
   */
  public record TlsFiles(Path certificate, Path key, Path clientCa) {}
}
