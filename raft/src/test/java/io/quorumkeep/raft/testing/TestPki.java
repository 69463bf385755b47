// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.testing;

import io.quorumkeep.raft.config.PeerTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for tests: EC P-256, PEM files, PKCS#8 keys, valid for a day around now.
 * Every certificate is good for 127.0.0.1 and localhost, as a server and as a client.
 */
public final class TestPki {
  private static final Duration VALIDITY = Duration.ofDays(1);

  private final Path directory;
  private final String trustDomain;
  private final KeyPair caKey;
  private final X509Certificate caCertificate;
  private final Path caFile;
  private final AtomicLong serials = new AtomicLong(1);

  private TestPki(Path directory, String trustDomain) {
    try {
      this.directory = Files.createDirectories(directory);
      this.trustDomain = trustDomain;
      this.caKey = newKey();
      X500Name name = new X500Name("CN=Test CA of " + trustDomain);
      JcaX509v3CertificateBuilder builder = newCertificate(name, name, caKey);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      this.caCertificate = sign(builder, caKey.getPrivate());
      this.caFile = write("ca.pem", "CERTIFICATE", caCertificate.getEncoded());
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make a CA", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a CA", e);
    }
  }

  /** Makes an authority whose files are in {@code directory}, which may not exist yet. */
  public static TestPki create(Path directory, String trustDomain) {
    return new TestPki(directory, trustDomain);
  }

  /** The certificate of the authority, PEM. */
  public Path caFile() {
    return caFile;
  }

  /** The files of a certificate: its chain and its PKCS#8 key, both PEM. */
  public record Issued(Path certificateChain, Path privateKey) {}

  /** The identity of a member, {@code spiffe://<trust domain>/node/<node>}. */
  public PeerTls node(String node) {
    return peerTls(issue(node, List.of("spiffe://" + trustDomain + "/node/" + node)));
  }

  /** Dresses any certificate as the identity of a member. */
  public PeerTls peerTls(Issued issued) {
    return new PeerTls(issued.certificateChain(), issued.privateKey(), caFile, trustDomain);
  }

  /**
   * Issues a certificate with these URIs, and files called after {@code name}; issuing the same
   * name again replaces them.
   */
  public Issued issue(String name, List<String> uris) {
    try {
      KeyPair key = newKey();
      JcaX509v3CertificateBuilder builder =
          newCertificate(
              new X500Name(caCertificate.getSubjectX500Principal().getName()),
              new X500Name("CN=" + name),
              key);
      List<GeneralName> names = new ArrayList<>();
      names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
      names.add(new GeneralName(GeneralName.dNSName, "localhost"));
      uris.forEach(uri -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(new GeneralName[0])));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      X509Certificate certificate = sign(builder, caKey.getPrivate());
      return new Issued(
          write(name + ".pem", "CERTIFICATE", certificate.getEncoded()),
          write(name + ".key", "PRIVATE KEY", key.getPrivate().getEncoded()));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("cannot issue " + name, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot issue " + name, e);
    }
  }

  private JcaX509v3CertificateBuilder newCertificate(
      X500Name issuer, X500Name subject, KeyPair key) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(serials.getAndIncrement()),
        Date.from(now.minus(VALIDITY)),
        Date.from(now.plus(VALIDITY)),
        subject,
        key.getPublic());
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }

  private static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private Path write(String name, String type, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        directory.resolve(name),
        "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
  }
}
