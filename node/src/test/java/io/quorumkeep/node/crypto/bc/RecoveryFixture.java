// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

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
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.KeyTransRecipientInformation;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A recovery recipient of a test, who can open images. */
public final class RecoveryFixture {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private final KeyPair keys;
  private final X509Certificate certificate;

  private RecoveryFixture(KeyPair keys, X509Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  /** A recipient with an EC key, as {@code secp384r1}. */
  public static RecoveryFixture ec(String curve) {
    return of(ecKeys(curve), KeyUsage.keyAgreement, Duration.ofDays(1));
  }

  /** A recipient with an RSA key. */
  public static RecoveryFixture rsa(int bits) {
    return of(rsaKeys(bits), KeyUsage.keyEncipherment, Duration.ofDays(1));
  }

  static KeyPair ecKeys(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair rsaKeys(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A recipient.
   *
   * @param usage the bits of its key usage; 0 for no such extension
   * @param left how long it is valid still; negative for one that expired
   */
  static RecoveryFixture of(KeyPair keys, int usage, Duration left) {
    X500Name name = new X500Name("CN=recovery of a test");
    Instant now = Instant.now();
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(64, new SecureRandom()).add(BigInteger.ONE),
              Date.from(now.minus(Duration.ofDays(30))),
              Date.from(now.plus(left)),
              name,
              keys.getPublic());
      if (usage != 0) {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      }
      String algorithm = keys.getPrivate().getAlgorithm().startsWith("EC") ? "ECDSA" : "RSA";
      return new RecoveryFixture(
          keys,
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256with" + algorithm)
                          .setProvider(PROVIDER)
                          .build(keys.getPrivate()))));
    } catch (java.io.IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  Path write(Path file) {
    try {
      return Files.writeString(
          file,
          "-----BEGIN CERTIFICATE-----\n"
              + java.util.Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
              + "\n-----END CERTIFICATE-----\n");
    } catch (java.io.IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What an image holds, if it opens. */
  public Optional<byte[]> open(byte[] image) {
    CMSAuthEnvelopedData envelope;
    try {
      envelope = new CMSAuthEnvelopedData(image);
    } catch (CMSException | RuntimeException e) {
      return Optional.empty();
    }
    return envelope.getRecipientInfos().getRecipients().stream()
        .flatMap(recipient -> open(recipient).stream())
        .findFirst();
  }

  /** Empty for another recipient, or damage: only trying tells. */
  private Optional<byte[]> open(RecipientInformation recipient) {
    try {
      return Optional.of(recipient.getContent(opener(recipient)));
    } catch (CMSException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private Recipient opener(RecipientInformation recipient) {
    return recipient instanceof KeyTransRecipientInformation
        ? new JceKeyTransAuthEnvelopedRecipient(keys.getPrivate()).setProvider(PROVIDER)
        : new JceKeyAgreeAuthEnvelopedRecipient(keys.getPrivate()).setProvider(PROVIDER);
  }
}
