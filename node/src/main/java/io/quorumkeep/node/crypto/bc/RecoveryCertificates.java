// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Reads the certificates of recovery recipients, and refuses those that would make images nobody
 * should rely on.
 */
public final class RecoveryCertificates {
  private static final int MIN_RSA_BITS = 3072;
  private static final int KEY_ENCIPHERMENT = 2;
  private static final int KEY_AGREEMENT = 4;
  private static final Set<ASN1ObjectIdentifier> CURVES =
      Set.of(
          SECObjectIdentifiers.secp256r1,
          SECObjectIdentifiers.secp384r1,
          SECObjectIdentifiers.secp521r1);

  private RecoveryCertificates() {}

  /**
   * Reads one certificate of each file, in their order.
   *
   * @param files PEM
   * @param now when they must be valid
   * @throws PkiException naming the file, if one cannot be read, is not valid now, is there twice,
   *     or has another key than RSA of 3072 bits or more, or EC on P-256, P-384 or P-521
   */
  public static List<X509Certificate> read(List<Path> files, Instant now) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Path file : files) {
      X509Certificate certificate = read(file);
      checkValidity(file, certificate, now);
      checkKey(file, certificate);
      if (certificates.contains(certificate)) {
        throw unfit(file, "is there twice");
      }
      certificates.add(certificate);
    }
    return certificates;
  }

  private static X509Certificate read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | CertificateException e) {
      throw new PkiException("cannot read the recovery certificate " + file, e);
    }
  }

  private static void checkValidity(Path file, X509Certificate certificate, Instant now) {
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      throw unfit(file, "is not valid before " + certificate.getNotBefore().toInstant());
    }
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      throw unfit(file, "expired at " + certificate.getNotAfter().toInstant());
    }
  }

  private static void checkKey(Path file, X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    if (key instanceof RSAPublicKey rsa) {
      if (rsa.getModulus().bitLength() < MIN_RSA_BITS) {
        throw unfit(
            file,
            "has an RSA key of "
                + rsa.getModulus().bitLength()
                + " bits; at least "
                + MIN_RSA_BITS
                + " are needed");
      }
      checkUsage(file, certificate, KEY_ENCIPHERMENT, "keyEncipherment");
      return;
    }
    if (!key.getAlgorithm().equals("EC") || !CURVES.contains(curve(key))) {
      throw unfit(
          file,
          "has a key of another kind than RSA of 3072 bits or more, or EC on P-256, P-384 or"
              + " P-521");
    }
    checkUsage(file, certificate, KEY_AGREEMENT, "keyAgreement");
  }

  /** A certificate without the extension may be used for anything (RFC 5280, section 4.2.1.3). */
  private static void checkUsage(Path file, X509Certificate certificate, int bit, String name) {
    boolean[] usages = certificate.getKeyUsage();
    if (usages != null && !usages[bit]) {
      throw unfit(file, "has a key usage without " + name);
    }
  }

  private static Object curve(PublicKey key) {
    return SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm().getParameters();
  }

  private static PkiException unfit(Path file, String why) {
    return new PkiException("the recovery certificate " + file + " " + why);
  }
}
