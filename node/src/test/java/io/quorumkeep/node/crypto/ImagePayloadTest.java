// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePayloadTest {
  private static final MaterialContext CONTEXT =
      new MaterialContext("c1", "pay", "card", 3, "AES_256", 5);
  private static final String ENCODED =
      "514b414901"
          + "000000026331"
          + "00000003706179"
          + "0000000463617264"
          + "00000003"
          + "000000074145535f323536"
          + "00000005"
          + "00000020"
          + "aa".repeat(32)
          + "00000004"
          + "01020304";

  @Test
  void givenMaterial_whenEncoded_thenTheBytesAreThoseOfTheDocument() {
    try (SecretBytes material = SecretBytes.takeOwnership(new byte[] {1, 2, 3, 4});
        SecretBytes payload =
            ImagePayload.encode(CONTEXT, target -> Arrays.fill(target, (byte) 0xaa), material)) {
      assertThat(clear(payload)).isEqualTo(HexFormat.of().parseHex(ENCODED));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 32, 4000, MaterialWrapper.MAX_MATERIAL_BYTES})
  void givenPayload_whenDecoded_thenContextAndMaterialAreThere(int bytes) {
    SystemEntropy entropy = new SystemEntropy();
    try (SecretBytes material = SecretBytes.takeOwnership(entropy.bytes(bytes));
        SecretBytes payload = ImagePayload.encode(CONTEXT, entropy, material);
        ImagePayload decoded = ImagePayload.decode(payload)) {
      assertThat(decoded.context()).isEqualTo(CONTEXT);
      assertThat(clear(decoded.material())).isEqualTo(clear(material));
      assertThat(payload.length()).isLessThanOrEqualTo(ImagePayload.MAX_BYTES);
      assertThat(decoded.toString()).contains("redacted");
    }
  }

  /** The salt: else whoever guesses a material could check the guess. */
  @Test
  void givenOneMaterial_whenCommittedToTwice_thenTheCommitmentsDiffer() {
    SystemEntropy entropy = new SystemEntropy();
    try (SecretBytes material = SecretBytes.takeOwnership(new byte[16]);
        SecretBytes first = ImagePayload.encode(CONTEXT, entropy, material);
        SecretBytes second = ImagePayload.encode(CONTEXT, entropy, material)) {
      assertThat(ImagePayload.commitment(first))
          .hasSize(ImagePayload.COMMITMENT_BYTES)
          .isNotEqualTo(ImagePayload.commitment(second));
    }
  }

  @Test
  void givenPayload_whenItEndsEarlyOrGoesOn_thenRefused() {
    byte[] encoded = HexFormat.of().parseHex(ENCODED);
    for (int length = 0; length < encoded.length; length++) {
      assertMalformed(Arrays.copyOf(encoded, length));
    }
    assertMalformed(Arrays.copyOf(encoded, encoded.length + 1));
    assertMalformed(new byte[ImagePayload.MAX_BYTES + 1]);
  }

  @Test
  void givenPayload_whenItsFormOrALengthIsAnother_thenRefused() {
    byte[] encoded = HexFormat.of().parseHex(ENCODED);
    for (int at : new int[] {0, 3, 4, 5, 8, 15, 20, 26, 33, 45, 48, 81, 84}) {
      byte[] changed = encoded.clone();
      changed[at] ^= (byte) 0x80;
      assertMalformed(changed);
    }
  }

  private static void assertMalformed(byte[] bytes) {
    try (SecretBytes payload = SecretBytes.takeOwnership(bytes)) {
      assertThatThrownBy(() -> ImagePayload.decode(payload))
          .isInstanceOf(MalformedImageException.class);
    }
  }

  private static byte[] clear(SecretBytes secret) {
    return secret.lend(byte[]::clone);
  }
}
