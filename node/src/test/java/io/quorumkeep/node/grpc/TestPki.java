// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.crypto.bc.CertifiedKey;
import io.quorumkeep.node.crypto.bc.ClientIdentity;
import io.quorumkeep.node.crypto.bc.DevelopmentPki;
import io.quorumkeep.node.crypto.bc.NodeIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Certificates for tests: those that a cluster has, and those that it must refuse. */
public final class TestPki {
  public static final String DOMAIN = "quorumkeep.test";

  private final DevelopmentPki pki =
      new DevelopmentPki(Clock.systemUTC(), Duration.ofDays(2), Duration.ofDays(1));
  private final CertifiedKey clientCa = pki.authority(DOMAIN, "Test client CA");
  private final CertifiedKey clusterCa = pki.authority(DOMAIN, "Test cluster CA");
  private final NodeIdentity node = new NodeIdentity(DOMAIN, "node-1", List.of());

  CertifiedKey client(String path) {
    return pki.client(clientCa, new ClientIdentity(DOMAIN, path));
  }

  /** Of the right name, by an authority that nobody knows. */
  CertifiedKey strangersClient(String path) {
    return pki.client(pki.authority(DOMAIN, "Stranger"), new ClientIdentity(DOMAIN, path));
  }

  /** Of a node, for the plane between nodes. */
  CertifiedKey peer() {
    return pki.peer(clusterCa, node);
  }

  /** Of a node, for the client plane, where it is a server. */
  CertifiedKey server() {
    return pki.server(clientCa, node);
  }

  /** By the client CA, with these URIs and purposes. */
  CertifiedKey odd(String commonName, List<String> uris, List<KeyPurposeId> purposes) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new JcaX509CertificateHolder(clientCa.certificate()).getSubject(),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(Instant.now().minus(Duration.ofMinutes(5))),
              Date.from(Instant.now().plus(Duration.ofHours(1))),
              new X500Name("CN=" + commonName),
              keys.getPublic());
      if (!purposes.isEmpty()) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
      }
      if (!uris.isEmpty()) {
        GeneralName[] names =
            uris.stream()
                .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                .toArray(GeneralName[]::new);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(clientCa.privateKey())));
      return new CertifiedKey(certificate, keys.getPrivate());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make a certificate", e);
    }
  }

  /** Files of a server of this PKI. */
  ApiServerSettings.TlsFiles serverFiles(Path directory) {
    CertifiedKey server = server();
    try {
      return new ApiServerSettings.TlsFiles(
          Files.writeString(directory.resolve("server.pem"), certificatePem(server)),
          Files.writeString(directory.resolve("server.key"), keyPem(server)),
          Files.writeString(directory.resolve("client-ca.pem"), certificatePem(clientCa)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  InputStream authority() {
    return stream(certificatePem(clientCa));
  }

  static InputStream certificate(CertifiedKey key) {
    return stream(certificatePem(key));
  }

  static InputStream privateKey(CertifiedKey key) {
    return stream(keyPem(key));
  }

  private static String certificatePem(CertifiedKey key) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(key.certificate());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String keyPem(CertifiedKey key) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject("PRIVATE KEY", key.privateKey().getEncoded()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return text.toString();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }
}
