// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ChainHeadTest {
  private static final Sha256 SHA256 = ChainHeadTest::sha256;

  /** Made with other tools from the description of the chain. */
  @Test
  void goldenValues() {
    ChainHead first = ChainHead.start().next(new byte[0], SHA256);
    ChainHead second =
        ChainHead.start()
            .next("first".getBytes(StandardCharsets.US_ASCII), SHA256)
            .next("second".getBytes(StandardCharsets.US_ASCII), SHA256);

    assertThat(first)
        .isEqualTo(head(1, "1c9ecec90e28d2461650418635878a5c91e49f47586ecf75f2b0cbb94e897112"));
    assertThat(second)
        .isEqualTo(head(2, "5898c2c1efbc17ff65053618ccf77d3e8962574875df360a91092a990f1f25c7"));
  }

  @Test
  void givenStart_whenCompared_thenZeroBytesAndSequenceZero() {
    assertThat(ChainHead.start()).isEqualTo(head(0, "00".repeat(32)));
    assertThat(ChainHead.start().hashCode()).isEqualTo(head(0, "00".repeat(32)).hashCode());
    assertThat(ChainHead.start()).isNotEqualTo(head(1, "00".repeat(32)));
    assertThat(ChainHead.start()).isNotEqualTo(head(0, "00".repeat(31) + "01"));
  }

  @Test
  void givenRecordsInAnotherOrder_whenChained_thenAnotherHead() {
    byte[] a = {1};
    byte[] b = {2};

    assertThat(ChainHead.start().next(a, SHA256).next(b, SHA256))
        .isNotEqualTo(ChainHead.start().next(b, SHA256).next(a, SHA256));
  }

  @Test
  void givenAnythingElse_whenMade_thenRefused() {
    assertThatThrownBy(() -> new ChainHead(-1, new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
    for (int length : new int[] {0, 31, 33}) {
      assertThatThrownBy(() -> new ChainHead(0, new byte[length]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new ChainHead(Long.MAX_VALUE, new byte[32]).next(new byte[0], SHA256))
        .isInstanceOf(ArithmeticException.class);
  }

  private static ChainHead head(long sequence, String hex) {
    return new ChainHead(sequence, HexFormat.of().parseHex(hex));
  }

  private static byte[] sha256(byte[] first, byte[] second) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(first);
      return digest.digest(second);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
