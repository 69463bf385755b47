// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import io.quorumkeep.raft.PeerId;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a certificate of the cluster CA only if it names a member: exactly one URI among the
 * subject alternative names, {@code spiffe://<trust domain>/node/<name>}. The subject is never
 * read.
 *
 * <p>Asked in every full handshake, by the side that calls as well as the one that is called, so
 * that a leader does not send its log to a stranger either.
 */
final class PeerCertificates extends X509ExtendedTrustManager {
  private static final int URI_NAME = 6;

  private final X509ExtendedTrustManager clusterCa;
  private final String prefix;
  private final Members members;

  PeerCertificates(X509ExtendedTrustManager clusterCa, String trustDomain, Members members) {
    this.clusterCa = clusterCa;
    this.prefix = "spiffe://" + trustDomain + "/node/";
    this.members = members;
  }

  /**
   * Returns whom a certificate names.
   *
   * @throws CertificateException if it does not name exactly one node of this trust domain
   */
  PeerId identity(X509Certificate certificate) throws CertificateException {
    List<String> uris = uris(certificate);
    if (uris.size() != 1 || !uris.get(0).startsWith(prefix)) {
      throw new CertificateException("not exactly one name of the form " + prefix + "<node>");
    }
    try {
      return new PeerId(uris.get(0).substring(prefix.length()));
    } catch (IllegalArgumentException e) {
      throw new CertificateException("not the name of a node", e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    clusterCa.checkClientTrusted(chain, authType, engine);
    requireMember(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    clusterCa.checkServerTrusted(chain, authType, engine);
    requireMember(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("the peer plane uses no sockets of this kind");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("the peer plane uses no sockets of this kind");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("the name of the host would not be checked");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("the name of the host would not be checked");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return clusterCa.getAcceptedIssuers();
  }

  private void requireMember(X509Certificate[] chain) throws CertificateException {
    PeerId id = identity(chain[0]);
    if (!members.contains(id)) {
      throw new CertificateException(id + " is not a member");
    }
  }

  private static List<String> uris(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    List<String> uris = new ArrayList<>();
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
