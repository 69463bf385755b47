// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import io.quorumkeep.node.crypto.ArchiveSealer;
import io.quorumkeep.node.crypto.CryptoException;
import io.quorumkeep.node.crypto.MalformedImageException;
import io.quorumkeep.node.crypto.SecretBytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.PKIXRecipientId;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;

/**
 * Images as CMS AuthEnvelopedData: the content under AES-256-GCM (RFC 5084), its key for each
 * recipient by RSA-OAEP with SHA-256 (RFC 8017), or by ephemeral ECDH and AES-256 key wrap (RFC
 * 5753). Any tool that knows CMS opens them.
 *
 * <p>The key of the content is in the collector's hands after use: the library has no way to wipe
 * it. It opens this one image, whose material was on the same heap.
 */
public final class CmsArchiveSealer implements ArchiveSealer {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private final List<RecoveryRecipient> recipients;

  /**
   * Seals to {@code certificates}.
   *
   * @param certificates from {@link RecoveryCertificates}; empty to seal nothing
   */
  public CmsArchiveSealer(List<X509Certificate> certificates) {
    this.recipients = certificates.stream().map(RecoveryRecipient::of).toList();
  }

  @Override
  public boolean isConfigured() {
    return !recipients.isEmpty();
  }

  @Override
  public byte[] seal(SecretBytes payload) {
    if (recipients.isEmpty()) {
      throw new IllegalStateException("no recovery recipient is configured");
    }
    return payload.lend(this::sealed);
  }

  private byte[] sealed(byte[] payload) {
    try {
      CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
      for (RecoveryRecipient recipient : recipients) {
        generator.addRecipientInfoGenerator(recipient.generator(PROVIDER));
      }
      OutputAEADEncryptor content =
          (OutputAEADEncryptor)
              new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                  .setProvider(PROVIDER)
                  .build();
      return generator
          .generate(new CMSProcessableByteArray(payload), content)
          .toASN1Structure()
          .getEncoded(ASN1Encoding.DER);
    } catch (CMSException | IOException | GeneralSecurityException e) {
      throw new CryptoException("an image cannot be sealed to its recipients", e);
    }
  }

  @Override
  public List<Recipient> recipients(byte[] image) {
    List<RecoveryRecipient> left = new ArrayList<>(recipients);
    List<Recipient> found = new ArrayList<>();
    for (RecipientInformation information : parse(image).getRecipientInfos()) {
      if (!(information.getRID() instanceof PKIXRecipientId id) || id.getIssuer() == null) {
        throw new MalformedImageException("the image names a recipient in a way that we do not");
      }
      boolean configured = left.removeIf(recipient -> recipient.is(id));
      found.add(
          new Recipient(
              RecoveryRecipient.text(id.getIssuer()),
              id.getSerialNumber().toString(16),
              true,
              configured));
    }
    left.forEach(
        recipient -> found.add(new Recipient(recipient.issuer(), recipient.serial(), false, true)));
    return found;
  }

  private static CMSAuthEnvelopedData parse(byte[] image) {
    try {
      CMSAuthEnvelopedData envelope = new CMSAuthEnvelopedData(image);
      if (!CMSAlgorithm.AES256_GCM.getId().equals(envelope.getEncryptionAlgOID())) {
        throw new MalformedImageException("the image is not under AES-256-GCM");
      }
      return envelope;
    } catch (CMSException | IllegalArgumentException | IllegalStateException e) {
      throw new MalformedImageException("not CMS AuthEnvelopedData", e);
    } catch (NullPointerException | ClassCastException e) {
      // The library finds some damage only by stumbling over it.
      throw new MalformedImageException("damaged CMS AuthEnvelopedData", e);
    }
  }
}
