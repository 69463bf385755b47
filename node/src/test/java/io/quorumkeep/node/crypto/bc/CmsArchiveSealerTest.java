// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.crypto.ArchiveSealer.Recipient;
import io.quorumkeep.node.crypto.MalformedImageException;
import io.quorumkeep.node.crypto.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CmsArchiveSealerTest {
  private static final RecoveryFixture RSA = RecoveryFixture.rsa(3072);
  private static final RecoveryFixture EC = RecoveryFixture.ec("secp384r1");
  private static final RecoveryFixture OTHER = RecoveryFixture.ec("secp384r1");
  private static final byte[] PAYLOAD =
      "the payload of an image, of some length".getBytes(StandardCharsets.US_ASCII);

  static Stream<RecoveryFixture> recipients() {
    return Stream.of(RSA, EC, RecoveryFixture.ec("secp256r1"), RecoveryFixture.ec("secp521r1"));
  }

  @ParameterizedTest
  @MethodSource("recipients")
  void givenRecipient_whenSealed_thenItOpensAndNobodyElseDoes(RecoveryFixture recipient) {
    byte[] image = seal(recipient);

    assertThat(recipient.open(image)).hasValue(PAYLOAD);
    assertThat(OTHER.open(image)).isEmpty();
    assertThat(RecoveryFixture.rsa(3072).open(image)).isEmpty();
    assertThat(new String(image, StandardCharsets.ISO_8859_1)).doesNotContain("payload");
  }

  @Test
  void givenSeveralRecipients_whenSealed_thenEachOpensAlone() {
    byte[] image = seal(RSA, EC);

    assertThat(RSA.open(image)).hasValue(PAYLOAD);
    assertThat(EC.open(image)).hasValue(PAYLOAD);
    assertThat(OTHER.open(image)).isEmpty();
    assertThat(seal(RSA, EC)).isNotEqualTo(image);
  }

  /** Whatever byte is changed: it does not open, or holds what it held. */
  @ParameterizedTest
  @MethodSource("recipients")
  void givenImage_whenAnyByteIsChanged_thenItNeverOpensToSomethingElse(RecoveryFixture recipient) {
    byte[] image = seal(recipient);
    for (int at = 0; at < image.length; at += recipient == EC ? 1 : 7) {
      byte[] changed = image.clone();
      changed[at] ^= 1;
      recipient.open(changed).ifPresent(opened -> assertThat(opened).isEqualTo(PAYLOAD));
    }
  }

  @Test
  void givenImage_whenContentNonceOrTagIsChanged_thenItDoesNotOpen() {
    byte[] image = seal(EC);
    AuthEnvelopedData envelope =
        AuthEnvelopedData.getInstance(ContentInfo.getInstance(image).getContent());
    EncryptedContentInfo content = envelope.getAuthEncryptedContentInfo();
    byte[] nonce =
        GCMParameters.getInstance(content.getContentEncryptionAlgorithm().getParameters())
            .getNonce();

    for (byte[] region :
        List.of(content.getEncryptedContent().getOctets(), envelope.getMac().getOctets(), nonce)) {
      int at = indexOf(image, region);
      for (int i = 0; i < region.length; i++) {
        byte[] changed = image.clone();
        changed[at + i] ^= 0x40;
        assertThat(EC.open(changed)).as("byte %s", at + i).isEmpty();
      }
    }
  }

  @Test
  void givenImage_whenItsRecipientsAreListed_thenThoseOfNowAreToldFromThoseOfThen() {
    byte[] image = seal(RSA, EC);
    CmsArchiveSealer now = new CmsArchiveSealer(List.of(EC.certificate(), OTHER.certificate()));

    List<Recipient> recipients = now.recipients(image);

    assertThat(recipients).extracting(Recipient::inImage).containsExactly(true, true, false);
    assertThat(recipients).extracting(Recipient::configured).containsExactly(false, true, true);
    assertThat(recipients)
        .extracting(Recipient::serialNumber)
        .containsExactly(serial(RSA), serial(EC), serial(OTHER));
    assertThat(recipients.get(0).issuer()).isEqualTo("cn=recovery of a test");
  }

  @Test
  void givenOtherBytes_whenLookedAt_thenTheyAreNoImage() {
    CmsArchiveSealer sealer = new CmsArchiveSealer(List.of(EC.certificate()));
    byte[] image = seal(EC);

    for (byte[] bytes :
        List.of(new byte[0], new byte[] {0x30, 0}, PAYLOAD, Arrays.copyOf(image, 200))) {
      assertThatThrownBy(() -> sealer.recipients(bytes))
          .isInstanceOf(MalformedImageException.class);
    }
  }

  @Test
  void givenNoRecipient_whenAskedToSeal_thenRefused() {
    CmsArchiveSealer sealer = new CmsArchiveSealer(List.of());

    assertThat(sealer.isConfigured()).isFalse();
    try (SecretBytes payload = SecretBytes.takeOwnership(PAYLOAD.clone())) {
      assertThatThrownBy(() -> sealer.seal(payload)).isInstanceOf(IllegalStateException.class);
    }
  }

  private static byte[] seal(RecoveryFixture... recipients) {
    CmsArchiveSealer sealer =
        new CmsArchiveSealer(Stream.of(recipients).map(RecoveryFixture::certificate).toList());
    try (SecretBytes payload = SecretBytes.takeOwnership(PAYLOAD.clone())) {
      return sealer.seal(payload);
    }
  }

  private static String serial(RecoveryFixture recipient) {
    return recipient.certificate().getSerialNumber().toString(16);
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int at = 0; at <= bytes.length - part.length; at++) {
      if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new AssertionError("the region is not in the image");
  }
}
