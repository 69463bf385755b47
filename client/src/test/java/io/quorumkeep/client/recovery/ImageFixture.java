// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.recovery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;

/** Images as a node makes them, written down here once more from docs/formats.md. */
public final class ImageFixture {
  /** The material in every image made here. */
  public static final byte[] MATERIAL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private ImageFixture() {}

  /** The payload of version {@code version} of {@code namespaces/pay/keys/card}. */
  public static byte[] payload(int version) {
    ByteBuffer out = ByteBuffer.allocate(256).putInt(0x514b4149).put((byte) 1);
    for (String text : new String[] {"6f1f6a3e-9f5e-4f0e-8d6b-0a3c1c5a7e11", "pay", "card"}) {
      text(out, text);
    }
    text(out.putInt(version), "AES_128");
    out.putInt(3).putInt(32).put(new byte[32]).putInt(MATERIAL.length).put(MATERIAL);
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  /** Seals to the recipients whose certificates are given as PEM. */
  public static byte[] seal(byte[] payload, String... certificates) {
    try {
      CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
      for (String pem : certificates) {
        generator.addRecipientInfoGenerator(
            recipient(
                (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                            new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))));
      }
      return generator
          .generate(
              new CMSProcessableByteArray(payload),
              (OutputAEADEncryptor)
                  new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                      .setProvider(PROVIDER)
                      .build())
          .getEncoded();
    } catch (CMSException | IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RecipientInfoGenerator recipient(X509Certificate certificate)
      throws GeneralSecurityException {
    if (!(certificate.getPublicKey() instanceof ECPublicKey key)) {
      return new JceKeyTransRecipientInfoGenerator(
              certificate,
              new JcaAlgorithmParametersConverter()
                  .getAlgorithmIdentifier(
                      PKCSObjectIdentifiers.id_RSAES_OAEP,
                      new OAEPParameterSpec(
                          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT)))
          .setProvider(PROVIDER);
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
    generator.initialize(key.getParams());
    KeyPair ephemeral = generator.generateKeyPair();
    return new JceKeyAgreeRecipientInfoGenerator(
            CMSAlgorithm.ECDH_SHA384KDF,
            ephemeral.getPrivate(),
            ephemeral.getPublic(),
            CMSAlgorithm.AES256_WRAP)
        .setProvider(PROVIDER)
        .addRecipient(certificate);
  }

  private static void text(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putInt(bytes.length).put(bytes);
  }
}
