// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
  @Test
  void givenTheExampleOfTheStandard_whenMadeOfItsParts_thenItIsTheSame() {
    // RFC 9562, appendix A.6.
    UUID id = RequestIds.version7(0x017F22E279B0L, 0xCC3L, 0x18C4DC0C0C07398FL);

    assertThat(id).hasToString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  }

  @Test
  void givenAllRandomBitsSet_whenMade_thenVersionAndVariantStand() {
    UUID id = RequestIds.version7(1, -1, -1);

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1);
  }

  @Test
  void givenTwoIds_whenMadeInAMoment_thenTheyDiffer() {
    assertThat(RequestIds.next()).isNotEqualTo(RequestIds.next());
  }
}
