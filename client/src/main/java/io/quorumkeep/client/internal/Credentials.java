// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * Who the client is, and whose word it takes for who the nodes are: mutual TLS 1.3, nothing older.
 *
 * @param certificate PEM: the client's certificate and what leads to its authority
 * @param privateKey PEM: PKCS #8, not encrypted
 * @param authorities PEM: the authorities that nodes' certificates come from
 */
public record Credentials(Path certificate, Path privateKey, Path authorities) {
  private static final int CHALLENGE_BYTES = 32;

  /** Reads the files. Throws {@link IllegalArgumentException} that says which is wrong, and how. */
  SslContext sslContext() {
    List<X509Certificate> chain = Pem.certificates("certificate", certificate);
    PrivateKey key = Pem.privateKey(privateKey, chain.get(0));
    if (!belongTogether(key, chain.get(0))) {
      throw new IllegalArgumentException(
          "the private key " + privateKey + " is not that of the certificate " + certificate);
    }
    List<X509Certificate> trusted = Pem.certificates("authority", authorities);
    try {
      return GrpcSslContexts.forClient()
          .keyManager(key, chain.toArray(new X509Certificate[0]))
          .trustManager(trusted.toArray(new X509Certificate[0]))
          .protocols("TLSv1.3")
          .build();
    } catch (SSLException e) {
      throw new IllegalArgumentException(
          "TLS cannot use " + certificate + " and " + privateKey + ": " + e.getMessage(), e);
    }
  }

  private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] challenge = new byte[CHALLENGE_BYTES];
    new SecureRandom().nextBytes(challenge);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(challenge);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(challenge);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
