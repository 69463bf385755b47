// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.fake;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** An authority made for one test, and the PEM files of those it vouches for. */
public final class TestPki {
  private final Path directory;
  private final KeyPair authorityKeys;
  private final X500Name authorityName;

  private TestPki(Path directory, String name, KeyPair authorityKeys) {
    this.directory = directory;
    this.authorityKeys = authorityKeys;
    this.authorityName = new X500Name("CN=" + name);
  }

  /** Makes an authority whose files are named after it. */
  public static TestPki create(Path directory, String name) {
    TestPki pki = new TestPki(directory, name, newKeys());
    X509Certificate certificate = pki.sign(pki.authorityName, pki.authorityKeys, null);
    writePem(directory.resolve("ca.crt"), certificate);
    return pki;
  }

  /** The authority's certificate. */
  public Path authority() {
    return directory.resolve("ca.crt");
  }

  /** A node that is reached as {@code 127.0.0.1} and {@code localhost}. */
  public Path node() {
    return issue(
        "node",
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
              new GeneralName(GeneralName.dNSName, "localhost")
            }));
  }

  /** A node that is reached by a name that no test uses. */
  public Path misnamedNode() {
    return issue(
        "misnamed", new GeneralNames(new GeneralName(GeneralName.dNSName, "elsewhere.invalid")));
  }

  /** A caller; the private key is beside it, with {@code .key} for {@code .crt}. */
  public Path caller() {
    return issue(
        "caller",
        new GeneralNames(
            new GeneralName(
                GeneralName.uniformResourceIdentifier, "spiffe://example.org/app/payments")));
  }

  /** The private key of a certificate made here. */
  public static Path keyOf(Path certificate) {
    String name = certificate.getFileName().toString();
    return certificate.resolveSibling(name.replace(".crt", ".key"));
  }

  private Path issue(String name, GeneralNames alternatives) {
    KeyPair keys = newKeys();
    X509Certificate certificate = sign(new X500Name("CN=" + name), keys, alternatives);
    Path file = directory.resolve(name + ".crt");
    writePem(file, certificate);
    try {
      writePem(keyOf(file), new JcaPKCS8Generator(keys.getPrivate(), null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private X509Certificate sign(
      X500Name subject, KeyPair keys, @Nullable GeneralNames alternatives) {
    Instant now = Instant.now();
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              authorityName,
              new BigInteger(64, new SecureRandom()).add(BigInteger.ONE),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(Duration.ofHours(1))),
              subject,
              keys.getPublic());
      if (alternatives == null) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      } else {
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives);
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writePem(Path file, Object content) {
    try {
      StringWriter text = new StringWriter();
      try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
        writer.writeObject(content);
      }
      Files.writeString(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
