// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.auth;

import io.quorumkeep.node.domain.Principal;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Reads the principal from a certificate whose chain TLS has verified: the one URI among its
 * subject alternative names, a SPIFFE id of the configured trust domain.
 *
 * <p>No URI or two of them name nobody, for it must not depend on order who someone is. Neither the
 * common name nor any other name is looked at. The certificate must be one for clients (extended
 * key usage {@code clientAuth}): a server's does not become a caller.
 */
public final class PeerIdentity {
  private static final int URI_NAME = 6;
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private final String prefix;

  /**
   * Makes a reader.
   *
   * @param trustDomain such as {@code example.org}
   */
  public PeerIdentity(String trustDomain) {
    if (trustDomain.isEmpty() || trustDomain.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a trust domain: \"" + trustDomain + "\"");
    }
    this.prefix = "spiffe://" + trustDomain + "/";
  }

  /**
   * The principal at the other end of a connection.
   *
   * @throws IdentityException if there is no certificate or it names nobody
   */
  public Principal of(SSLSession session) {
    Certificate[] chain;
    try {
      chain = session.getPeerCertificates();
    } catch (SSLPeerUnverifiedException e) {
      throw new IdentityException("there is no client certificate", e);
    }
    if (chain.length == 0 || !(chain[0] instanceof X509Certificate leaf)) {
      throw new IdentityException("there is no X.509 client certificate");
    }
    return of(leaf);
  }

  /**
   * The principal that a certificate names.
   *
   * @throws IdentityException if it names nobody
   */
  public Principal of(X509Certificate leaf) {
    try {
      List<String> purposes = leaf.getExtendedKeyUsage();
      if (purposes == null || !purposes.contains(CLIENT_AUTH)) {
        throw new IdentityException("the certificate is not one for clients (clientAuth)");
      }
      return principal(uris(leaf));
    } catch (CertificateParsingException e) {
      throw new IdentityException("the certificate cannot be read", e);
    }
  }

  private Principal principal(List<String> uris) {
    if (uris.size() != 1) {
      throw new IdentityException(
          "the certificate must have exactly one URI name and has " + uris.size());
    }
    String uri = uris.get(0);
    if (!uri.startsWith(prefix)) {
      throw new IdentityException("the certificate is of another trust domain");
    }
    try {
      return new Principal(uri);
    } catch (IllegalArgumentException e) {
      throw new IdentityException("the URI name is not a SPIFFE id", e);
    }
  }

  private static List<String> uris(X509Certificate leaf) throws CertificateParsingException {
    Collection<List<?>> names = leaf.getSubjectAlternativeNames();
    List<String> uris = new ArrayList<>(1);
    if (names != null) {
      for (List<?> name : names) {
        if (name.get(0) instanceof Integer type && type == URI_NAME) {
          uris.add(String.valueOf(name.get(1)));
        }
      }
    }
    return uris;
  }
}
