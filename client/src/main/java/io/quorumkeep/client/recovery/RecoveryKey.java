// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.recovery;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.KeyAgreeRecipientInformation;
import org.bouncycastle.cms.KeyTransRecipientInformation;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/**
 * The private key of a recovery recipient, put together for as long as it takes.
 *
 * <p>Java gives no way to wipe a private key: it is left to the collector. Use a machine that
 * nobody else uses, and end the process when done.
 */
public final class RecoveryKey {
  private final BouncyCastleProvider provider;
  private final PrivateKey key;

  private RecoveryKey(BouncyCastleProvider provider, PrivateKey key) {
    this.provider = provider;
    this.key = key;
  }

  /**
   * Reads a PKCS#8 key as PEM.
   *
   * @param passphrase of an encrypted one; the caller wipes it
   * @throws RecoveryException if the file holds no such key, or the passphrase is missing or wrong
   */
  public static RecoveryKey read(Path file, Optional<char[]> passphrase) {
    PemObject pem = PemText.read(file);
    byte[] content = pem.getContent();
    try {
      return switch (pem.getType()) {
        case "PRIVATE KEY" -> of(content);
        case "ENCRYPTED PRIVATE KEY" ->
            decrypt(
                content,
                passphrase.orElseThrow(
                    () ->
                        new RecoveryException(
                            "the key in " + file + " is encrypted; a passphrase is needed")));
        default ->
            throw new RecoveryException(
                "the file " + file + " holds no PKCS#8 key but: " + pem.getType());
      };
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * Joins shares.
   *
   * @throws RecoveryException if they are too few, of several keys, or damaged
   */
  public static RecoveryKey ofShares(List<Path> files) {
    List<RecoveryShare> shares = files.stream().map(RecoveryShare::read).toList();
    byte[] encoded = {};
    try {
      encoded = SharedKey.join(shares);
      return of(encoded);
    } finally {
      shares.forEach(RecoveryShare::wipe);
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static RecoveryKey decrypt(byte[] content, char[] passphrase) {
    byte[] encoded = {};
    try {
      PrivateKeyInfo info =
          new PKCS8EncryptedPrivateKeyInfo(content)
              .decryptPrivateKeyInfo(
                  new JceOpenSSLPKCS8DecryptorProviderBuilder()
                      .setProvider(new BouncyCastleProvider())
                      .build(passphrase));
      encoded = info.getEncoded();
      return of(encoded);
    } catch (IOException | OperatorCreationException | PKCSException e) {
      throw new RecoveryException("the recovery key does not open with this passphrase", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static RecoveryKey of(byte[] encoded) {
    BouncyCastleProvider provider = new BouncyCastleProvider();
    try {
      String algorithm =
          PrivateKeyInfo.getInstance(encoded).getPrivateKeyAlgorithm().getAlgorithm().getId();
      return new RecoveryKey(
          provider,
          KeyFactory.getInstance(algorithm, provider)
              .generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new RecoveryException("not a recovery key that this version knows", e);
    }
  }

  /**
   * Opens an image.
   *
   * @param image CMS AuthEnvelopedData, DER or BER
   * @return what it holds, which the caller closes
   * @throws RecoveryException if it is no image, is sealed to others, or was changed
   */
  public OpenedImage open(byte[] image) {
    CMSAuthEnvelopedData envelope = parse(image);
    for (RecipientInformation recipient : envelope.getRecipientInfos()) {
      byte[] payload = tryToOpen(recipient);
      if (payload.length > 0) {
        return OpenedImage.of(payload);
      }
    }
    throw new RecoveryException(
        "the image does not open: it is sealed to other recovery keys, or was changed");
  }

  private static CMSAuthEnvelopedData parse(byte[] image) {
    try {
      return new CMSAuthEnvelopedData(image);
    } catch (CMSException | RuntimeException e) {
      throw new RecoveryException("this is no image of the archive", e);
    }
  }

  /** Returns nothing if the recipient is another one: only trying tells. */
  private byte[] tryToOpen(RecipientInformation recipient) {
    try {
      Recipient opener = opener(recipient);
      return opener == null ? new byte[0] : recipient.getContent(opener);
    } catch (CMSException | RuntimeException e) {
      return new byte[0];
    }
  }

  private @Nullable Recipient opener(RecipientInformation recipient) {
    boolean rsa = key.getAlgorithm().equals("RSA");
    if (rsa && recipient instanceof KeyTransRecipientInformation) {
      return new JceKeyTransAuthEnvelopedRecipient(key).setProvider(provider);
    }
    if (!rsa && recipient instanceof KeyAgreeRecipientInformation) {
      return new JceKeyAgreeAuthEnvelopedRecipient(key).setProvider(provider);
    }
    return null;
  }

  @Override
  public String toString() {
    return "RecoveryKey(" + key.getAlgorithm() + ", redacted)";
  }
}
