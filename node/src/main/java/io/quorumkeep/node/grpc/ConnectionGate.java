// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.quorumkeep.node.auth.IdentityException;
import io.quorumkeep.node.auth.PeerIdentity;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who a new connection is, and closes those that are too many.
 *
 * <p>A certificate that names nobody leaves the connection open, so that each call on it can be
 * told what is wrong; it counts like any other.
 */
final class ConnectionGate extends ServerTransportFilter {
  private static final Logger log = LoggerFactory.getLogger(ConnectionGate.class);
  private static final int MAX_SOURCE_LENGTH = 64;
  private static final Principal NOBODY = new Principal("spiffe://nobody.invalid/nobody");

  private final PeerIdentity identity;
  private final int maxTotal;
  private final int maxPerPrincipal;
  private final Map<Principal, Integer> open = new HashMap<>();
  private int total;

  ConnectionGate(PeerIdentity identity, int maxTotal, int maxPerPrincipal) {
    this.identity = identity;
    this.maxTotal = maxTotal;
    this.maxPerPrincipal = maxPerPrincipal;
  }

  /** Connections that are open now. */
  synchronized int total() {
    return total;
  }

  @Override
  public Attributes transportReady(Attributes transport) {
    Caller caller = identify(transport);
    String refusal = enter(principal(caller));
    if (refusal != null) {
      log.warn("connection of {} closed: {}", principal(caller), refusal);
      throw new TooManyConnectionsException(refusal);
    }
    return transport.toBuilder().set(Caller.OF_CONNECTION, caller).build();
  }

  @Override
  public void transportTerminated(@Nullable Attributes transport) {
    // Null, or without a caller, if the connection ended before it was let in.
    Caller caller = transport == null ? null : transport.get(Caller.OF_CONNECTION);
    if (caller != null) {
      leave(principal(caller));
    }
  }

  private Caller identify(Attributes transport) {
    String source = source(transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return Caller.unknown("the connection is not secured by TLS");
    }
    try {
      return Caller.known(new Origin(identity.of(session), source));
    } catch (IdentityException e) {
      log.warn("certificate of {} names nobody: {}", source, e.getMessage());
      return Caller.unknown(String.valueOf(e.getMessage()));
    }
  }

  private synchronized @Nullable String enter(Principal principal) {
    int own = open.getOrDefault(principal, 0);
    if (total >= maxTotal) {
      return "the node has " + maxTotal + " connections, which is all it may";
    }
    if (own >= maxPerPrincipal) {
      return "the principal has " + maxPerPrincipal + " connections, which is all it may";
    }
    total++;
    open.put(principal, own + 1);
    return null;
  }

  private synchronized void leave(Principal principal) {
    total--;
    open.computeIfPresent(principal, (who, count) -> count == 1 ? null : count - 1);
  }

  private static Principal principal(Caller caller) {
    Origin origin = caller.origin();
    return origin == null ? NOBODY : origin.principal();
  }

  private static String source(@Nullable SocketAddress address) {
    String text =
        address instanceof InetSocketAddress inet && inet.getAddress() != null
            ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
            : String.valueOf(address);
    return text.length() <= MAX_SOURCE_LENGTH ? text : text.substring(0, MAX_SOURCE_LENGTH);
  }

  /**
   * The one way that gRPC leaves to close a connection at this point. Its cause makes the client
   * hear ENHANCE_YOUR_CALM rather than of an internal error.
   */
  private static final class TooManyConnectionsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyConnectionsException(String message) {
      super(
          message,
          Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many connections"),
          false,
          false);
    }
  }
}
