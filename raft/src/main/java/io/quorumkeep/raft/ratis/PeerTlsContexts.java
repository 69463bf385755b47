// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import io.quorumkeep.raft.config.PeerTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.grpc.GrpcUtil;
import org.apache.ratis.security.TlsConf.CertificatesConf;
import org.apache.ratis.security.TlsConf.PrivateKeyConf;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContext;

/** TLS of the peer plane, for both directions: version 1.3, certificates on both sides. */
final class PeerTlsContexts {
  private static final String ONLY_PROTOCOL = "TLSv1.3";

  private PeerTlsContexts() {}

  /** What Ratis's own connections use, and what {@link #client} is made of. */
  static GrpcTlsConfig config(PeerTls tls, PeerCertificates certificates) {
    return GrpcTlsConfig.newBuilder()
        .setName("peers")
        .setPrivateKey(new PrivateKeyConf(tls.privateKey().toFile()))
        .setKeyCertificates(new CertificatesConf(tls.certificateChain().toFile()))
        .setTrustManager(certificates)
        .setMutualTls(true)
        .setProtocols(ONLY_PROTOCOL)
        .build();
  }

  static SslContext client(GrpcTlsConfig config) {
    return GrpcUtil.buildSslContextForClient(config);
  }

  static PeerCertificates certificates(PeerTls tls, Members members) {
    try (InputStream in = Files.newInputStream(tls.clusterCa())) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int count = 0;
      for (Certificate ca : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("ca-" + count, ca);
        count++;
      }
      if (count == 0) {
        throw new IllegalArgumentException("no certificate in " + tls.clusterCa());
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager extended) {
          return new PeerCertificates(extended, tls.trustDomain(), members);
        }
      }
      throw new IllegalStateException("the platform has no extended X.509 trust manager");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the cluster CA " + tls.clusterCa(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a certificate of a CA: " + tls.clusterCa(), e);
    }
  }
}
