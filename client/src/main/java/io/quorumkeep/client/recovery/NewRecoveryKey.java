// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.recovery;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A recovery key that was just made: a certificate for the nodes, and a private key that leaves
 * this object only as shares or under a passphrase.
 */
public final class NewRecoveryKey {
  /** What a passphrase that encrypts a recovery key must have at least, in characters. */
  public static final int MIN_PASSPHRASE_LENGTH = 12;

  private static final int SERIAL_BITS = 159;
  private static final int PBKDF2_ITERATIONS = 600_000;
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private final BouncyCastleProvider provider;
  private final KeyPair keys;
  private final X509Certificate certificate;

  private NewRecoveryKey(BouncyCastleProvider provider, KeyPair keys, X509Certificate certificate) {
    this.provider = provider;
    this.keys = keys;
    this.certificate = certificate;
  }

  /**
   * Makes a key, and a certificate that signs itself.
   *
   * @param name the common name in the certificate
   * @param now when it begins to be valid, less five minutes for clocks that disagree
   * @param validity how long a node may be started with it
   */
  public static NewRecoveryKey create(
      RecoveryKeyType type, String name, Instant now, Duration validity) {
    BouncyCastleProvider provider = new BouncyCastleProvider();
    try {
      KeyPair keys = type.generate(provider);
      X500Name subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject,
              new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
              Date.from(now.minus(CLOCK_SKEW)),
              Date.from(now.plus(validity)),
              subject,
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(type.keyUsage()));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder(type.signature())
                          .setProvider(provider)
                          .build(keys.getPrivate())));
      certificate.verify(keys.getPublic(), provider);
      return new NewRecoveryKey(provider, keys, certificate);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new RecoveryException("a recovery key cannot be made here", e);
    }
  }

  /** The certificate, as PEM: what {@code archive.recipients} of the nodes names. */
  public String certificatePem() {
    try {
      return PemText.of(new PemObject("CERTIFICATE", certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new RecoveryException("the certificate cannot be encoded", e);
    }
  }

  /**
   * Splits the private key.
   *
   * @param shares how many to make, 2 to 255
   * @param threshold how many of them it takes, 2 to {@code shares}
   * @return one text for each share, to be kept by different people
   */
  public List<String> shares(int shares, int threshold) {
    return SharedKey.split(keys.getPrivate(), shares, threshold).stream()
        .map(share -> share.pem(certificate.getSubjectX500Principal().getName()))
        .toList();
  }

  /**
   * The private key under a passphrase: PKCS#8 with PBES2 (RFC 8018), PBKDF2 with HMAC-SHA256 and
   * AES-256-CBC, as PEM.
   *
   * @param passphrase at least {@value #MIN_PASSPHRASE_LENGTH} characters; the caller wipes it
   */
  public String encryptedPem(char[] passphrase) {
    if (passphrase.length < MIN_PASSPHRASE_LENGTH) {
      throw new RecoveryException(
          "a passphrase has at least " + MIN_PASSPHRASE_LENGTH + " characters");
    }
    try {
      return PemText.of(
          new JcaPKCS8Generator(
                  keys.getPrivate(),
                  new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                      .setProvider(provider)
                      .setPRF(PKCS8Generator.PRF_HMACSHA256)
                      .setIterationCount(PBKDF2_ITERATIONS)
                      .setPassword(passphrase)
                      .build())
              .generate());
    } catch (IOException | OperatorCreationException e) {
      throw new RecoveryException("the recovery key cannot be encrypted here", e);
    }
  }

  @Override
  public String toString() {
    return "NewRecoveryKey(" + certificate.getSubjectX500Principal() + ", redacted)";
  }
}
