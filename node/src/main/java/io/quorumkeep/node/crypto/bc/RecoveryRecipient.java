// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.PKIXRecipientId;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;

/** One certificate that images are sealed to. */
final class RecoveryRecipient {
  private static final int BITS_OF_P256 = 256;
  private static final int BITS_OF_P384 = 384;

  private final X509Certificate certificate;
  private final X500Name issuer;

  private RecoveryRecipient(X509Certificate certificate) {
    this.certificate = certificate;
    this.issuer = X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded());
  }

  static RecoveryRecipient of(X509Certificate certificate) {
    return new RecoveryRecipient(certificate);
  }

  String issuer() {
    return text(issuer);
  }

  String serial() {
    return certificate.getSerialNumber().toString(16);
  }

  boolean is(PKIXRecipientId id) {
    return issuer.equals(id.getIssuer())
        && certificate.getSerialNumber().equals(id.getSerialNumber());
  }

  static String text(X500Name name) {
    return X500Name.getInstance(RFC4519Style.INSTANCE, name).toString();
  }

  RecipientInfoGenerator generator(BouncyCastleProvider provider) throws GeneralSecurityException {
    if (certificate.getPublicKey() instanceof RSAPublicKey) {
      return keyTransport(provider);
    }
    return keyAgreement((ECPublicKey) certificate.getPublicKey(), provider);
  }

  private RecipientInfoGenerator keyTransport(BouncyCastleProvider provider)
      throws GeneralSecurityException {
    AlgorithmIdentifier oaep =
        new JcaAlgorithmParametersConverter()
            .getAlgorithmIdentifier(
                PKCSObjectIdentifiers.id_RSAES_OAEP,
                new OAEPParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    return new JceKeyTransRecipientInfoGenerator(certificate, oaep).setProvider(provider);
  }

  /** With a key pair for this image alone, so that one that leaks opens no other. */
  private RecipientInfoGenerator keyAgreement(ECPublicKey key, BouncyCastleProvider provider)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
    generator.initialize(key.getParams(), new SecureRandom());
    KeyPair ephemeral = generator.generateKeyPair();
    return new JceKeyAgreeRecipientInfoGenerator(
            derivation(key.getParams().getCurve().getField().getFieldSize()),
            ephemeral.getPrivate(),
            ephemeral.getPublic(),
            CMSAlgorithm.AES256_WRAP)
        .setProvider(provider)
        .addRecipient(certificate);
  }

  /** A hash that is as strong as the curve (RFC 5753, section 7.1.4). */
  private static ASN1ObjectIdentifier derivation(int fieldBits) {
    if (fieldBits <= BITS_OF_P256) {
      return CMSAlgorithm.ECDH_SHA256KDF;
    }
    return fieldBits <= BITS_OF_P384 ? CMSAlgorithm.ECDH_SHA384KDF : CMSAlgorithm.ECDH_SHA512KDF;
  }
}
